"""Reads a recorded episode out of a bag and plays it into a sink, as it once happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from physai_sim.core.errors import BagError
from physai_sim.core.timing import NS_PER_S, stamp_of
from physai_sim.core.truth import EpisodeTruth, Outcome, StepTruth
from physai_sim.core.types import EpisodeSpec, Provenance, SensorSpec
from physai_sim.datasets.bag_reader import BagMessage, BagReader, open_bag
from physai_sim.datasets.episode_recorder import START_NS
from physai_sim.datasets.lerobot.alignment import BagAlignment, Stamps, align, off_grid
from physai_sim.datasets.lerobot.layout import colour_cameras, state_sensors
from physai_sim.datasets.sink import EpisodeSink
from physai_sim.messages import episode, sensors, topics, truth

_TRUTHS = (topics.REWARD.name, topics.SUCCESS.name, topics.PRIVILEGED.name)


@dataclass(frozen=True, slots=True)
class BaggedEpisode:
    """An episode in a bag.

    Args:
        bag: Where it is.
        spec: Its specification.
        provenance: Where it comes from.
        topics: Topic -> sensor, for the sensors that a dataset holds.
        alignment: How well its streams fit.
    """

    bag: Path
    spec: EpisodeSpec
    provenance: Provenance
    topics: dict[str, SensorSpec]
    alignment: BagAlignment


def examine(bag: Path, *, max_skew_ms: float | None) -> BaggedEpisode:
    """Read what a bag holds and how well it fits together; no image is decoded.

    Args:
        bag: Folder or file.
        max_skew_ms: Greatest age of a reading at its row [ms]; see `align`.

    Raises:
        BagError: If it is no bag of an episode, or of an earlier version.
    """
    with _making_sense(bag), open_bag(bag) as reader:
        needed = (topics.EPISODE.name, topics.ACTION.name, topics.OUTCOME.name, *_TRUTHS)
        if missing := [name for name in needed if name not in reader.topics]:
            raise BagError("no episode of ours", where=str(bag), expected=missing[0])
        first = next(iter(reader.messages([topics.EPISODE.name])), None)
        if first is None:
            raise BagError("the description of the episode is lost", where=str(bag))
        spec = episode.spec_from(first.message)
        found = _sensor_topics(spec, reader)
        stamps, outcome = _stamps(reader, (*found, topics.ACTION.name, *_TRUTHS))
        count = _row_count(stamps, outcome, spec.control_hz)
        trouble = _trouble(spec, stamps, outcome, reader.lost, count)
        provenance = Provenance(**json.loads(first.message.data)["provenance"])
    rows = _grid(count, spec.control_hz)
    rates = {topic: (sensor.name, sensor.rate_hz) for topic, sensor in found.items()}
    for topic in (topics.ACTION.name, *_TRUTHS):
        rates[topic] = (topic.rpartition("/")[2], spec.control_hz)
    streams = tuple(
        align(name, topic, stamps[topic], rows, rate_hz=hz, limit_ms=max_skew_ms)
        for topic, (name, hz) in rates.items()
    )
    alignment = BagAlignment(str(bag), count, streams, trouble)
    return BaggedEpisode(bag, spec, provenance, found, alignment)


def replay(source: BaggedEpisode, sink: EpisodeSink) -> None:
    """Play the episode into a sink.

    Raises:
        BagError: If an image cannot be decoded.
    """
    facts = EpisodeTruth(bodies={})
    sink.start(facts, source.provenance, descriptions={}, fixed_bases={})
    wanted = (*source.topics, topics.ACTION.name, topics.OUTCOME.name, *_TRUTHS)
    with _making_sense(source.bag), open_bag(source.bag) as reader:
        for call in _calls(reader.messages(wanted), source.topics):
            at_ns, what = call
            if isinstance(what, StepTruth):
                sink.truth(what)
            elif isinstance(what, Outcome):
                sink.end(at_ns, what)
            elif isinstance(what, tuple):
                sink.reading(what[0], at_ns, what[1])
            else:
                sink.action(at_ns, what)


@contextmanager
def _making_sense(bag: Path) -> Iterator[None]:
    """What a bag says is not to be trusted: nonsense in it becomes an error in one line."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        reason = f"what is recorded makes no sense: {type(error).__name__}: {error}"
        raise BagError(reason, where=str(bag)) from None


Call = StepTruth | Outcome | tuple[str, sensors.Reading] | sensors.Reading


def _calls(
    messages: Iterator[BagMessage], by_topic: dict[str, SensorSpec]
) -> Iterator[tuple[int, Call]]:
    reward, success = 0.0, False
    for item in messages:
        at_ns, message = item.stamp_ns - START_NS, item.message
        if item.topic in by_topic:
            sensor = by_topic[item.topic]
            yield at_ns, (sensor.name, sensors.reading_from(sensor, message))
        elif item.topic == topics.ACTION.name:
            yield at_ns, np.array(message.values, dtype=np.float64)
        elif item.topic == topics.OUTCOME.name:
            yield at_ns, episode.outcome_from(message)
        elif item.topic == topics.REWARD.name:
            reward = float(message.data)
        elif item.topic == topics.SUCCESS.name:
            success = bool(message.data)
        else:  # the last of the three truths of a stamp, in the order of the recorder
            values = truth.privileged_from(message)
            yield at_ns, StepTruth(at_ns, {}, (), {}, reward, success, values)


def _sensor_topics(spec: EpisodeSpec, reader: BagReader) -> dict[str, SensorSpec]:
    found = {}
    for sensor in (*state_sensors(spec), *colour_cameras(spec)):
        names = [topics.sensor_topic(sensor, spec, raw_images=raw).name for raw in (False, True)]
        present = [name for name in names if name in reader.topics]
        if not present:
            raise BagError("the bag lacks a sensor", got=sensor.name, known=reader.topics)
        found[present[0]] = sensor
    return found


def _stamps(reader: BagReader, names: tuple[str, ...]) -> tuple[dict[str, Stamps], Outcome | None]:
    found: dict[str, list[int]] = {name: [] for name in names}
    outcome = None
    for item in reader.messages([*names, topics.OUTCOME.name]):
        if item.topic == topics.OUTCOME.name:
            outcome = episode.outcome_from(item.message)
        else:
            found[item.topic].append(item.stamp_ns)
    return {name: np.array(stamps, dtype=np.int64) for name, stamps in found.items()}, outcome


def _grid(count: int, hz: int) -> Stamps:
    """The control stamps of the rows, as bags have them [ns]."""
    return START_NS + np.array([stamp_of(k, hz) for k in range(count)], dtype=np.int64)


def _row_count(stamps: dict[str, Stamps], outcome: Outcome | None, hz: int) -> int:
    """Rows that there should be: as many as the bag says, within the reach of its messages."""
    if outcome is None:
        return len(stamps[topics.ACTION.name])
    last_ns = max((int(times[-1]) for times in stamps.values() if len(times)), default=START_NS)
    reach = (last_ns - START_NS) * hz // NS_PER_S + 2
    return max(0, min(outcome.steps, reach))


def _trouble(
    spec: EpisodeSpec,
    stamps: dict[str, Stamps],
    outcome: Outcome | None,
    lost: str | None,
    count: int,
) -> tuple[str, ...]:
    found = [] if lost is None else [f"damaged: {lost}"]
    if outcome is None or outcome.reason == "interrupted":
        found.append("the episode did not come to its end")
    if not count:
        found.append("no action")
    for name in (topics.ACTION.name, *_TRUTHS):
        rows = count if name == topics.ACTION.name else count + 1
        missing = off_grid(stamps[name], _grid(rows, spec.control_hz))
        if missing:
            found.append(f"{name}: missing at {missing} of {rows} control stamps")
    return tuple(found)
