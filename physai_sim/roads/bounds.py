"""Finds the nearest of many segments without asking them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from physai_sim.core.errors import PhysAIError
from physai_sim.roads.segment import Arc, Array, Segment


class SegmentIndex:
    """Circles around segments, from which a lower bound of each distance follows.

    Args:
        segments: M segments; answers name them by their place here.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        circles = np.array([bounding_circle(segment) for segment in segments]).reshape(-1, 3)
        self._x_m, self._y_m, self._radius_m = circles.T.copy()

    def by_distance(self, x_m: float, y_m: float) -> Iterator[tuple[float, int]]:
        """(Least possible distance [m], index) of every segment, nearest bound first."""
        bounds = np.hypot(self._x_m - x_m, self._y_m - y_m) - self._radius_m
        if not np.isfinite(bounds).all():
            raise PhysAIError("no nearest point", got=(x_m, y_m), expected="finite coordinates")
        order = np.argsort(bounds, kind="stable")
        yield from zip(bounds[order].tolist(), order.tolist(), strict=True)

    def near(self, points_m: Array, reach_m: float) -> list[int]:
        """The segments of which some part may lie within `reach_m` of one of N points (N, 2)."""
        low, high = points_m.min(axis=0), points_m.max(axis=0)
        centre, spread = (low + high) / 2.0, float(np.hypot(*(high - low))) / 2.0
        distance = np.hypot(self._x_m - centre[0], self._y_m - centre[1])
        near = np.flatnonzero(distance <= self._radius_m + spread + reach_m)
        return [int(index) for index in near]


def bounding_circle(segment: Segment) -> tuple[float, float, float]:
    """A circle (x, y, radius) in metres that holds the segment, centred on its middle."""
    middle = segment.pose_at(segment.length_m / 2.0)
    radius_m = segment.length_m / 2.0
    if isinstance(segment, Arc):
        # The chord to an end; from the middle of an arc nothing of it is farther away.
        radius_m = (
            2.0 * segment.radius_m * float(np.sin(min(abs(segment.angle_rad), 2 * np.pi) / 4))
        )
    return middle.x_m, middle.y_m, radius_m
