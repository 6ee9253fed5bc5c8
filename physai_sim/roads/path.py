"""Segments end to end, measured by one running distance s."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from physai_sim.core.errors import PhysAIError
from physai_sim.roads.segment import Array, PlanarPose, Segment


class PathPosition(NamedTuple):
    """Where a point lies relative to a path.

    Attributes:
        s_m: Distance along the path of the nearest point of it, within the path's ends.
        offset_m: How far left of the path's tangent at `s_m` the point lies.
        heading_rad: Heading of that tangent in the world frame.
        curvature_per_m: Signed curvature of the path at `s_m`; positive turns left.
        beyond_m: How far along that tangent the point lies: positive past the end, negative
            before the start, 0 beside the path.
    """

    s_m: float
    offset_m: float
    heading_rad: float
    curvature_per_m: float
    beyond_m: float


class Path:
    """An unbroken line of segments; s runs from 0 at its start to `length_m` at its end.

    Args:
        segments: Each starts where the one before it ends; at least one.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = tuple(segments)
        ends_m = list(accumulate(segment.length_m for segment in segments))
        self.starts_m = (0.0, *ends_m[:-1])
        self.length_m = ends_m[-1]

    @property
    def start(self) -> PlanarPose:
        """The pose at s = 0."""
        return self.segments[0].pose_at(0.0)

    @property
    def end(self) -> PlanarPose:
        """The pose at s = `length_m`."""
        return self.segments[-1].pose_at(self.segments[-1].length_m)

    def pose_at(self, s_m: float) -> PlanarPose:
        """The pose at `s_m`, which is clamped to the path."""
        index, within_m = self._found(s_m)
        return self.segments[index].pose_at(within_m)

    def curvature_at(self, s_m: float) -> float:
        """Signed curvature [1/m] at `s_m` (clamped); at a joint, that of the segment ahead."""
        return self.segments[self._found(s_m)[0]].curvature_per_m

    def poses_at(self, s_m: Array) -> Array:
        """Poses (N, 3) as x [m], y [m], yaw [rad] at N distances, which are clamped."""
        s_m = np.clip(np.asarray(s_m, dtype=np.float64), 0.0, self.length_m)
        indices = np.searchsorted(self.starts_m, s_m, side="right") - 1
        poses = np.empty((len(s_m), 3))
        for index in np.unique(indices):
            here = indices == index
            poses[here] = self.segments[index].poses_at(s_m[here] - self.starts_m[index])
        return poses

    def nearest(
        self, x_m: float, y_m: float, *, low_m: float = 0.0, high_m: float = math.inf
    ) -> tuple[float, int, float]:
        """The nearest point with s in [low_m, high_m]; the first of several.

        Returns:
            Its distance [m], the index of its segment, and its s within that segment [m].
        """
        best_m, best_index, best_s_m = math.inf, -1, 0.0
        for index in range(max(bisect_right(self.starts_m, low_m) - 1, 0), len(self.segments)):
            segment, start_m = self.segments[index], self.starts_m[index]
            if start_m > high_m:
                break
            first_m = min(max(low_m - start_m, 0.0), segment.length_m)
            last_m = min(high_m - start_m, segment.length_m)
            distance_m, s_m = segment.nearest(x_m, y_m, low_m=first_m, high_m=last_m)
            if distance_m < best_m:
                best_m, best_index, best_s_m = distance_m, index, s_m
        if best_index < 0:
            raise PhysAIError("no nearest point", got=(x_m, y_m), expected="finite coordinates")
        return best_m, best_index, best_s_m

    def position(self, index: int, s_m: float, *, x_m: float, y_m: float) -> PathPosition:
        """The point (x, y) as seen from `s_m` metres along segment `index`."""
        segment = self.segments[index]
        pose = segment.pose_at(s_m)
        ahead_m, left_m = pose.local(x_m, y_m)
        s_m += self.starts_m[index]
        # Beside the path the foot is square to the tangent, and what is left is rounding.
        inside = 0.0 < s_m < self.length_m
        curvature = segment.curvature_per_m
        return PathPosition(s_m, left_m, pose.yaw_rad, curvature, 0.0 if inside else ahead_m)

    def project(self, x_m: float, y_m: float) -> PathPosition:
        """The point of the path nearest to (x, y) in the world frame.

        Past either end s stays at that end, and the offset is measured from the end's tangent.
        """
        _, index, s_m = self.nearest(x_m, y_m)
        return self.position(index, s_m, x_m=x_m, y_m=y_m)

    def parallel(self, offset_m: float) -> Path:
        """The path at a constant distance to the left of this one."""
        return Path([segment.parallel(offset_m) for segment in self.segments])

    def reversed(self) -> Path:
        """The same line, driven the other way."""
        return Path([segment.reversed() for segment in reversed(self.segments)])

    def _found(self, s_m: float) -> tuple[int, float]:
        """The segment that holds `s_m`, and the distance within it."""
        if math.isnan(s_m):
            raise PhysAIError("no such place on a path", got=s_m, expected="a distance")
        s_m = min(max(s_m, 0.0), self.length_m)
        index = bisect_right(self.starts_m, s_m) - 1
        return index, s_m - self.starts_m[index]
