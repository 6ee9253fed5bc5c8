"""Consecutive lanes as one line to follow."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.roads.lane import Lane
from physai_sim.roads.path import Path, PathPosition
from physai_sim.roads.segment import Array, PlanarPose

# A vehicle at 60 m/s whose control runs at 5 Hz moves 12 m between two projections.
_WINDOW_M = 15.0


class Route:
    """Lanes driven one after another, measured by one running distance s.

    Args:
        lanes: Each is a successor of the one before it; at least one.
        closed: Whether the first lane comes again after the last: s then runs on in a circle.

    Raises:
        ConfigError: If a lane does not lead to the next.
    """

    def __init__(self, lanes: Sequence[Lane], *, closed: bool = False) -> None:
        self.lanes, self.closed = tuple(lanes), closed
        for lane, following in pairwise((*lanes, *lanes[: int(closed)])):
            if following.id not in lane.successors:
                expected = "one of its successors: " + (
                    ", ".join(lane.successors) or "it has none"
                )
                what = f"lane {lane.id} does not lead there"
                raise ConfigError(what, where="route", got=following.id, expected=expected)
        self.path = Path([segment for lane in lanes for segment in lane.segments])
        self._starts_m = (0.0, *accumulate(lane.length_m for lane in lanes[:-1]))

    @property
    def length_m(self) -> float:
        """Along the centrelines; for a closed route, once round."""
        return self.path.length_m

    @property
    def lane_starts_m(self) -> tuple[float, ...]:
        """Where each of its lanes begins."""
        return self._starts_m

    def pose_at(self, s_m: float) -> PlanarPose:
        """The pose in the world frame at `s_m`, clamped to an open route."""
        return self.path.pose_at(self._within(s_m))

    def poses_at(self, s_m: Array) -> Array:
        """Poses (N, 3) as x [m], y [m], yaw [rad] at N distances."""
        return self.path.poses_at(np.mod(s_m, self.length_m) if self.closed else s_m)

    def curvature_at(self, s_m: float) -> float:
        """Signed curvature [1/m] at `s_m`, clamped to an open route; positive turns left."""
        return self.path.curvature_at(self._within(s_m))

    def curvature_ahead(self, s_m: float, distances_m: Sequence[float]) -> Array:
        """Signed curvatures (K,) in 1/m at K distances ahead of `s_m`."""
        return np.array([self.curvature_at(s_m + ahead_m) for ahead_m in distances_m])

    def lane_at(self, s_m: float) -> tuple[Lane, float]:
        """The lane at `s_m`, and the distance from that lane's start."""
        s_m = min(max(self._within(s_m), 0.0), self.length_m)
        index = bisect_right(self._starts_m, s_m) - 1
        return self.lanes[index], s_m - self._starts_m[index]

    def project(self, x_m: float, y_m: float, *, near_s: float | None = None) -> PathPosition:
        """The point of the route nearest to (x, y) in the world frame.

        Past either end of an open route s stays at that end, and the offset is measured from the
        end's tangent.

        Args:
            x_m: The point.
            y_m: The point.
            near_s: About where it is expected, mostly the last `s_m`. Only 15 m either way are
                searched, so that on a route that passes near itself or crosses itself the
                answer does not jump.
        """
        if near_s is None:
            _, index, s_m = self.path.nearest(x_m, y_m)
        else:
            spans = self._spans(self._within(near_s))
            found = [self.path.nearest(x_m, y_m, low_m=a, high_m=b) for a, b in spans]
            _, index, s_m = min(found) if len(found) > 1 else found[0]
        return self.path.position(index, s_m, x_m=x_m, y_m=y_m)

    def _within(self, s_m: float) -> float:
        return s_m % self.length_m if self.closed else s_m

    def _spans(self, s_m: float) -> list[tuple[float, float]]:
        """The parts of the path to search around `s_m`; two where a closed route begins anew."""
        length_m = self.length_m
        if not self.closed:
            s_m = min(max(s_m, 0.0), length_m)
            return [(s_m - _WINDOW_M, s_m + _WINDOW_M)]
        low_m, high_m = s_m - _WINDOW_M, s_m + _WINDOW_M
        if high_m - low_m >= length_m:
            return [(0.0, math.inf)]
        if low_m < 0.0:
            return [(0.0, high_m), (low_m + length_m, length_m)]
        if high_m > length_m:
            return [(low_m, length_m), (0.0, high_m - length_m)]
        return [(low_m, high_m)]
