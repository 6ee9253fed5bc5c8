"""Plays the episodes of a bag to policies, observation by observation, faster than real time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from physai_sim.core.errors import BagError
from physai_sim.core.types import Observation
from physai_sim.datasets.bag_reader import BagReader
from physai_sim.evaluation.episode import Episode, Fault
from physai_sim.evaluation.replay.arrival import first_recorded_ns
from physai_sim.evaluation.replay.decoding import decoding
from physai_sim.evaluation.replay.described import DescribedEpisode
from physai_sim.evaluation.replay.moments import Moment, SensedEpisode, moments
from physai_sim.evaluation.replay.schedule import schedule
from physai_sim.evaluation.replay.stamped import in_time
from physai_sim.evaluation.replay.variant import Decided, Variant
from physai_sim.messages import topics
from physai_sim.messages.sensors import Reading

THREADS = 2
OnStep = Callable[[float], None]
_TEXTS = {
    "missing": "control stamps without this reading; an older one stands for it",
    "unready": "control stamps before every sensor had been read; the policy was not asked",
    "unreadable": "readings that cannot be decoded; the one before stands for each",
    "empty": "no control stamp was recorded: there is nothing to decide on",
    "unusable": "its first message is no reading (depth, or damaged); observations lack it",
    "absent": "the recording does not hold this sensor; observations lack it",
}


@dataclass(frozen=True, slots=True)
class PlayedEpisode:
    """What policies decided in an episode.

    Args:
        episode: What was recorded.
        described: Its specification and seed.
        decided: By each variant, in their order.
        faults: What observations lacked.
    """

    episode: Episode
    described: DescribedEpisode
    decided: tuple[Decided, ...]
    faults: tuple[Fault, ...]


def play_back(
    reader: BagReader,
    episodes: Sequence[DescribedEpisode],
    variants: Sequence[Variant],
    *,
    threads: int = THREADS,
    on_step: OnStep | None = None,
) -> Iterator[PlayedEpisode]:
    """Play every episode of a bag to every variant.

    Args:
        reader: The bag.
        episodes: What it holds, in the order of time.
        variants: Who decides.
        threads: That decode images ahead; results do not depend on it.
        on_step: Called with the share of control stamps that are done, 0 to 1.

    Raises:
        BagError: If the bag lacks what a policy needs.
        PhysAIError: If a policy fails.
    """
    if not episodes:
        return
    space = episodes[0].space
    truth = _truth_topic(reader, space, variants)
    rows, specs = [e.episode for e in episodes], [e.spec for e in episodes]
    instants = schedule(reader, rows, specs, space=space)
    sensed = [SensedEpisode(_begin_ns(e.episode), e.topics, truth) for e in episodes]
    wanted = {topic for e in episodes for topic in e.topics} | ({truth} if truth else set())
    played = 0
    with decoding(threads) as decode:
        found = moments(in_time(reader, wanted, rows), instants, sensed, decode)
        counted = _counted(found, len(instants), on_step or _nobody)
        for place, group in groupby(counted, key=lambda moment: moment.instant.episode):
            for skipped in episodes[played:place]:
                yield _played(skipped, variants, (), privileged=bool(truth))
            yield _played(episodes[place], variants, group, privileged=bool(truth))
            played = place + 1
    for skipped in episodes[played:]:
        yield _played(skipped, variants, (), privileged=bool(truth))


def _played(
    described: DescribedEpisode,
    variants: Sequence[Variant],
    shown: Iterable[Moment],
    *,
    privileged: bool,
) -> PlayedEpisode:
    playing = _Playing(described, variants, privileged=privileged)
    for moment in shown:
        playing.take(moment)
    return playing.ended()


def _counted(found: Iterable[Moment], total: int, on_step: OnStep) -> Iterator[Moment]:
    for count, moment in enumerate(found, start=1):
        yield moment
        on_step(count / total)


def _nobody(share: float) -> None:
    del share


def _begin_ns(episode: Episode) -> int:
    """From when on readings are the episode's own, by the time of recording [ns]."""
    return episode.start_ns if episode.facts.is_truth else first_recorded_ns(episode)


def _truth_topic(reader: BagReader, space: str, variants: Sequence[Variant]) -> str:
    """Where the truth is that policies need; "" where none needs it."""
    needing = [v.policy for v in variants if v.policy.needs_privileged]
    name = f"{space}{topics.PRIVILEGED.name}"
    if needing and name not in reader.topics:
        what, where = "it needs ground truth, and this bag holds none", type(needing[0]).__name__
        raise BagError(what, where=f"--policy {where}", expected=f"the topic {name}")
    return name if needing else ""


class _Playing:
    """An episode while it is played."""

    def __init__(
        self, described: DescribedEpisode, variants: Sequence[Variant], *, privileged: bool
    ) -> None:
        self.described, self._variants, self._privileged = described, variants, privileged
        self._faults: Counter[tuple[str, str]] = Counter()
        self._last: dict[str, Reading] = {}
        self._shown = 0
        self._expected = {sensor.name for sensor in described.topics.values()}
        for name in described.spec.sensors.keys() - self._expected:
            self._faults["absent", name] = 1
        for topic in described.unusable:
            self._faults["unusable", topic] = 1
        for variant in variants:
            variant.begin(described.spec, described.seed)

    def take(self, moment: Moment) -> None:
        """Show an instant to all variants."""
        self._shown += 1
        for name in moment.missing:
            self._faults["missing", name] += 1
        for name in moment.readings:
            self._decode(moment, name)
        unready = sorted(self._expected - self._last.keys())
        if self._privileged and moment.privileged is None:
            unready.append("ground truth")
        for name in unready:
            self._faults["unready", name] += 1
        if unready:
            return
        spec = self.described.spec
        truth = moment.privileged if self._privileged else None
        observation = Observation(
            moment.instant.stamp_ns, dict(self._last), spec.instruction, truth
        )
        for variant in self._variants:
            variant.see(_allowed(observation, variant))

    def ended(self) -> PlayedEpisode:
        """What came of the episode."""
        if not self._shown:
            self._faults["empty", ""] = 1
        faults = tuple(
            Fault(kind, name, count, _TEXTS[kind])
            for (kind, name), count in sorted(self._faults.items())
        )
        decided = tuple(variant.decided for variant in self._variants)
        return PlayedEpisode(self.described.episode, self.described, decided, faults)

    def _decode(self, moment: Moment, name: str) -> None:
        try:
            self._last[name] = moment.readings[name].result()
        except BagError:
            self._faults["unreadable", name] += 1


def _allowed(observation: Observation, variant: Variant) -> Observation:
    """What a variant may see: ground truth only where its policy asks for it."""
    if variant.policy.needs_privileged or observation.privileged is None:
        return observation
    return Observation(observation.stamp_ns, observation.sensors, observation.instruction)
