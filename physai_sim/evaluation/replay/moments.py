"""What had been sensed at each control stamp of a recording, message by message.

A bag is read once and in the order of time; images wait undecoded until a stamp needs them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Array
from physai_sim.core.sensor_types import SensorSpec
from physai_sim.datasets.bag_sources import SerialisedMessage
from physai_sim.datasets.bag_types import decode_message
from physai_sim.evaluation.replay.decoding import Decode, Pending
from physai_sim.evaluation.replay.schedule import Instant
from physai_sim.messages import truth

AHEAD = 6
"""Moments that are read before they are needed, so that threads have something to decode."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A control stamp, with what had been sensed by then.

    Args:
        instant: The stamp.
        readings: Of each sensor that has been read in the episode.
        privileged: Ground truth of the stamp; None where there is none.
        missing: Sensors whose named reading is not in the bag; an older one stands for it.
    """

    instant: Instant
    readings: Mapping[str, Pending]
    privileged: Mapping[str, Array] | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SensedEpisode:
    """Where an episode's readings are.

    Args:
        start_ns: Of the episode in the recording's time; what came before is not its own [ns].
        topics: Topic to sensor.
        truth: Topic of the ground truth; "" where it is not wanted.
    """

    start_ns: int
    topics: Mapping[str, SensorSpec]
    truth: str = ""


@dataclass(slots=True)
class _Reading:
    """A recorded reading; it is decoded once, whoever needs it."""

    sensor: SensorSpec
    stamp_ns: int
    message: SerialisedMessage
    pending: Pending | None = None

    def decoded(self, decode: Decode) -> Pending:
        if self.pending is None:
            self.pending = decode(self.sensor, self.message)
        return self.pending


@dataclass(slots=True)
class _Sensed:
    """The last reading of each sensor, and the last truth."""

    readings: dict[str, _Reading] = field(default_factory=dict)
    truth: SerialisedMessage | None = None

    def take(self, item: SerialisedMessage, episode: SensedEpisode) -> None:
        if item.topic == episode.truth:
            self.truth = item
        elif item.topic in episode.topics:
            sensor = episode.topics[item.topic]
            self.readings[sensor.name] = _Reading(sensor, item.stamp_ns, item)

    def moment(self, instant: Instant, start_ns: int, decode: Decode) -> Moment:
        """What holds at a stamp; readings of an earlier episode do not."""
        own = {name: r for name, r in self.readings.items() if r.stamp_ns >= start_ns}
        missing = [
            name
            for name, stamp_ns in instant.readings.items()
            if name not in own or own[name].stamp_ns != stamp_ns
        ]
        found = {name: reading.decoded(decode) for name, reading in own.items()}
        return Moment(instant, found, self._truth_at(instant), tuple(missing))

    def _truth_at(self, instant: Instant) -> dict[str, Array] | None:
        told = self.truth
        if told is None or told.stamp_ns != instant.at_ns:
            return None
        try:
            message = decode_message(told.data, told.type_name, told.definition)
            return truth.privileged_from(message)
        except (BagError, ValueError, LookupError, TypeError, AttributeError):
            return None  # as if it had not been recorded: the policy is not asked


def moments(
    messages: Iterator[SerialisedMessage],
    instants: Sequence[Instant],
    episodes: Sequence[SensedEpisode],
    decode: Decode,
) -> Iterator[Moment]:
    """Every control stamp with its readings, some of them ahead of need.

    Args:
        messages: Of the sensors and of the truth, in the order of time.
        instants: Control stamps, in the order of time.
        episodes: Where the readings of each episode are.
        decode: Starts to decode a reading.
    """
    waiting: deque[Moment] = deque()
    for moment in _moments(messages, instants, episodes, decode):
        waiting.append(moment)
        if len(waiting) > AHEAD:
            yield waiting.popleft()
    yield from waiting


def _moments(
    messages: Iterator[SerialisedMessage],
    instants: Sequence[Instant],
    episodes: Sequence[SensedEpisode],
    decode: Decode,
) -> Iterator[Moment]:
    sensed, place = _Sensed(), 0
    for item in messages:
        while place < len(instants) and item.stamp_ns > instants[place].at_ns:
            yield _moment(sensed, instants[place], episodes, decode)
            place += 1
        if place == len(instants):
            return
        sensed.take(item, episodes[instants[place].episode])
    for instant in instants[place:]:
        yield _moment(sensed, instant, episodes, decode)


def _moment(
    sensed: _Sensed, instant: Instant, episodes: Sequence[SensedEpisode], decode: Decode
) -> Moment:
    return sensed.moment(instant, episodes[instant.episode].start_ns, decode)
