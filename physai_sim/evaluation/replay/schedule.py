"""When a policy was, or would be, asked in a recording: its control stamps.

Bags of a live simulation name the readings of each stamp (`/sim/tick`); those of `physai run` and
of others do not, and the newest reading at a stamp holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from physai_sim.core.errors import BagError
from physai_sim.core.timing import NS_PER_S, stamp_of
from physai_sim.core.types import EpisodeSpec
from physai_sim.datasets.bag_reader import BagMessage, BagReader
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.ingest.stamps import LONGEST_GAP_NS
from physai_sim.evaluation.replay.arrival import recorded_at
from physai_sim.messages import parts, topics


@dataclass(frozen=True, slots=True)
class Instant:
    """A control stamp of a recording.

    Args:
        episode: Place of the episode in the recording.
        at_ns: When it is, in the time by which messages were recorded [ns].
        stamp_ns: The same in episode time [ns].
        readings: Stamp of each sensor's reading in the recording's time [ns]; empty where nobody
            named them, and the newest holds.
    """

    episode: int
    at_ns: int
    stamp_ns: int
    readings: Mapping[str, int]


def schedule(
    reader: BagReader,
    episodes: Sequence[Episode],
    specs: Sequence[EpisodeSpec],
    *,
    space: str = "",
) -> tuple[Instant, ...]:
    """Every control stamp at which an action was, or would be, asked for, in the order of time.

    Args:
        reader: The bag.
        episodes: What it holds.
        specs: Of the episodes.
        space: Namespace of the simulation.

    Raises:
        BagError: If the clock by which messages were recorded fell between episodes.
    """
    topic = f"{space}{topics.TICK.name}"
    told = reader.messages([topic]) if topic in reader.topics else iter(())
    ticks = list(_ticks(told, episodes, specs))
    ticked = {instant.episode for instant in ticks}
    others = [
        instant
        for place, (episode, spec) in enumerate(zip(episodes, specs, strict=True))
        if place not in ticked
        for instant in _by_actions(place, episode, spec)
    ]
    found = sorted([*ticks, *others], key=lambda instant: instant.at_ns)
    if any(later.episode < earlier.episode for earlier, later in pairwise(found)):
        what = "its episodes do not follow each other by the time of recording"
        raise BagError(what, expected="a bag for each")
    return tuple(found)


def _ticks(
    told: Iterator[BagMessage], episodes: Sequence[Episode], specs: Sequence[EpisodeSpec]
) -> Iterator[Instant]:
    starts = np.array([episode.start_ns for episode in episodes], dtype=np.int64)
    for item in told:
        message = item.message
        at_ns = parts.stamp_ns(message.header.stamp)
        place = int(np.searchsorted(starts, at_ns, side="right")) - 1
        if place < 0 or message.is_last:
            continue
        named = zip(message.sensors, message.stamps, strict=True)
        yield Instant(
            place,
            at_ns,
            stamp_of(int(message.index), specs[place].control_hz),
            {name: parts.stamp_ns(stamp) for name, stamp in named},
        )


def _by_actions(place: int, episode: Episode, spec: EpisodeSpec) -> Iterator[Instant]:
    """Where actions were recorded by us; for other systems every control stamp of the rows."""
    if episode.facts.is_truth:
        stamps = episode.action_stamps_ns
        recorded = stamps + episode.start_ns
    else:
        stamps = np.array(list(_grid(episode, spec.control_hz)), dtype=np.int64)
        recorded = recorded_at(episode, stamps + episode.start_ns)
    for at_ns, stamp_ns in zip(recorded.tolist(), stamps.tolist(), strict=True):
        yield Instant(place, at_ns, stamp_ns, {})


def _grid(episode: Episode, hz: int) -> Iterator[int]:
    """Control stamps within the rows; none in a gap, whose end a clock may put years ahead."""
    rows = episode.stamps_ns
    gaps = np.flatnonzero(np.diff(rows) > LONGEST_GAP_NS) + 1
    for stretch in np.split(rows, gaps) if len(rows) else ():
        start = -(-int(stretch[0]) * hz // NS_PER_S)
        for index in range(start, int(stretch[-1]) * hz // NS_PER_S + 1):
            yield stamp_of(index, hz)
