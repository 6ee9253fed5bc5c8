"""The base of all metrics: a value with its unit, or None with a reason; never 0 for "unknown"."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import Episode, is_car

Group = Literal["task", "driving", "manipulation", "open_loop", "system"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at a moment.

    Args:
        stamp_ns: Episode time [ns].
        text: What, in a few words.
    """

    stamp_ns: int
    text: str


@dataclass(frozen=True, slots=True)
class MetricResult:
    """What a metric says of one episode.

    Args:
        value: The number, or None where it cannot be computed.
        reason: Why not, where it is None.
        events: Moments that it counts.
        parts: Numbers that it is made of.
    """

    value: float | None
    reason: str = ""
    events: tuple[Event, ...] = ()
    parts: Mapping[str, float | None] = field(default_factory=dict)


def unknown(reason: str) -> MetricResult:
    """The result of a metric that cannot be computed."""
    return MetricResult(None, reason)


class Metric(ABC):
    """Scores one episode.

    Attributes:
        group: What it is about: task, driving, manipulation, open_loop or system.
        unit: Of the value; "1" for a share or a count.
        better: Whether "higher" or "lower" values are better; None where neither is.
    """

    group: ClassVar[Group] = "task"
    unit: ClassVar[str]
    better: ClassVar[str | None]

    @abstractmethod
    def applies(self, episode: Episode) -> bool:
        """Whether the metric means anything for this kind of episode."""

    @abstractmethod
    def score(self, episode: Episode) -> MetricResult:
        """The value, from the recording alone."""

    def pooled(self, results: Sequence[MetricResult]) -> Mapping[str, float | None]:
        """What all episodes say together where that is more than the mean of their values.

        Args:
            results: Of the episodes to which it applies, in their order.

        Returns:
            Numbers by name; `value` among them takes the place of the mean.
        """
        del results
        return {}


def car_odometry(episode: Episode) -> Array:
    """True odometry of the first car of an episode, shape (T, 13)."""
    for name, robot in episode.facts.robots.items():
        if is_car(robot):
            return episode.odometry[name]
    return np.zeros((0, 13))


def tool_positions(episode: Episode) -> Array:
    """True positions of the first arm's tool, shape (T, 3) [m]."""
    for poses in episode.tools.values():
        return poses[:, :3]
    return np.zeros((0, 3))
