"""Rows of ground truth of one episode of ours: what was told of one stamp stands in one row.

In a live recording topics come in any order among each other, and what bears no stamp was
recorded by the clock that the recorder had heard last. So rows go by the stamps of odometry.
Legend: T rows of an episode, W numbers in each.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import Fault
from physai_sim.evaluation.ingest.packing import Chosen
from physai_sim.evaluation.ingest.row_faults import order_faults
from physai_sim.evaluation.ingest.stamps import Stamps, in_order
from physai_sim.evaluation.ingest.track import Part
from physai_sim.messages import topics
from physai_sim.messages.topics import Topic

_EXPECTED = (topics.REWARD, topics.SUCCESS, topics.CONTACTS)
_OPTIONAL = (topics.CONDITIONS, topics.LIGHTS)


class Span(NamedTuple):
    """An episode's part of the recording's time [ns]; it does not hold its end."""

    start_ns: int
    stop_ns: int

    def holds(self, stamps_ns: Stamps) -> NDArray[np.bool_]:
        """Which stamps lie in it."""
        return (stamps_ns >= self.start_ns) & (stamps_ns < self.stop_ns)


class Placed(NamedTuple):
    """Messages of a topic by their stamps, which rise [ns], and their places in its part."""

    stamps_ns: Stamps
    places: NDArray[np.int64]


class OwnTopics:
    """The topics of a simulation of ours in a recording, by their names without its namespace.

    Args:
        parts: Messages by topic.
        space: The namespace.
    """

    def __init__(self, parts: Mapping[str, Part], space: str) -> None:
        self.parts, self._space = parts, space

    def part(self, topic: Topic) -> Part | None:
        """The messages of a topic; None where there are none."""
        found = self.parts.get(f"{self._space}{topic.name}")
        return found if found is not None and len(found) else None

    def stamps(self, part: Part, robot: str) -> Stamps:
        """The stamp of each message of truth, shape (N,) [ns].

        One that bears none was told with the odometry of the same place in its topic, if the
        recording is whole; that of a run was recorded at its stamp, whatever else is lost.
        """
        if part.stamps_ns is not None:
            return part.stamps_ns
        truth = self.part(topics.true_odometry(robot))
        if truth is None or truth.stamps_ns is None:
            return part.logged_ns
        if len(truth) == len(part):
            return truth.stamps_ns
        is_live = f"{self._space}{topics.TICK.name}" in self.parts
        if is_live and len(part) < len(truth):
            return truth.stamps_ns[: len(part)]
        return part.logged_ns


class OwnTruth:
    """Ground truth of one episode.

    Args:
        own: The recording.
        span: The episode's time.
        robots: Its robots.

    Attributes:
        rows: Stamp of each row in the recording's time, shape (T,) [ns].
        faults: What was left out of it.
    """

    def __init__(self, own: OwnTopics, span: Span, robots: Sequence[str]) -> None:
        self._own, self._span, self._robot = own, span, next(iter(robots), "")
        self.faults: list[Fault] = []
        wanted = [*_EXPECTED, *_OPTIONAL]
        wanted += [make(r) for r in robots for make in (topics.true_odometry, topics.true_tool)]
        found = {topic.name: self._places(topic) for topic in wanted}
        self._found = {name: placed for name, placed in found.items() if placed is not None}
        self.faults += [
            Fault("missing", topic.name, 1, "the recording holds no message of it")
            for topic in (*_EXPECTED, topics.true_odometry(self._robot))
            if topic.name not in self._found
        ]
        self.rows = self._common()

    def has(self, topic: Topic) -> bool:
        """Whether there is anything of a topic."""
        return topic.name in self._found

    def table(self, topic: Topic, width: int) -> Array:
        """Numbers of a topic, shape (T, W); no rows where there is nothing of it."""
        part, places = self._taken(topic)
        return part.rows[places].copy() if part is not None else np.zeros((0, width))

    def objects(self, topic: Topic) -> Sequence[Any]:
        """What was kept of each message, for each row; none where there is nothing of it."""
        part, places = self._taken(topic)
        return () if part is None else Chosen(part.objects, places)

    def _taken(self, topic: Topic) -> tuple[Part | None, NDArray[np.int64]]:
        found = self._found.get(topic.name)
        if found is None:
            return None, np.zeros(0, dtype=np.int64)
        return self._own.part(topic), found.places[np.searchsorted(found.stamps_ns, self.rows)]

    def _places(self, topic: Topic) -> Placed | None:
        """Where the messages of a topic in this episode are; None where there are none."""
        part = self._own.part(topic)
        if part is None:
            return None
        stamps = self._own.stamps(part, self._robot)
        places = np.flatnonzero(self._span.holds(stamps))
        order = in_order(stamps[places])
        self.faults += order_faults(topic.name, order)
        places = places[order.is_kept]
        return Placed(stamps[places], places) if len(places) else None

    def _common(self) -> Stamps:
        """The stamps of which all topics tell that tell anything: a cut recording lacks some."""
        if topics.true_odometry(self._robot).name not in self._found:
            return np.zeros(0, dtype=np.int64)
        told = [found.stamps_ns for found in self._found.values()]
        return functools.reduce(partial(np.intersect1d, assume_unique=True), told)
