"""A lane: a path with a width, a speed limit and links to other lanes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import PhysAIError
from physai_sim.roads.path import Path
from physai_sim.roads.segment import Array, PlanarPose, Segment

_ROUNDING_M = 1e-9  # so that no crack runs across a lane where two of its segments meet


class LanePosition(NamedTuple):
    """Where a point lies relative to a lane; the numbers are those of `PathPosition`."""

    lane_id: str
    s_m: float
    offset_m: float
    heading_rad: float
    curvature_per_m: float
    beyond_m: float


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """A strip of road that is driven in one direction, along its centreline.

    Attributes:
        id: Its name in the world file.
        path: The centreline, in driving direction.
        width_m: Across, the same everywhere.
        speed_limit_mps: What traffic keeps to.
        successors: Ids of the lanes that start where this one ends.
        predecessors: Ids of the lanes that end where this one starts.
        left: Id of the lane that touches it on the left, in either direction, or None.
        right: Id of the lane that touches it on the right, or None.
        junction: Name of the junction it is part of, or None.
    """

    id: str
    path: Path
    width_m: float
    speed_limit_mps: float
    successors: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    left: str | None = None
    right: str | None = None
    junction: str | None = None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The straights and arcs of its centreline."""
        return self.path.segments

    @property
    def length_m(self) -> float:
        """Along the centreline."""
        return self.path.length_m

    def pose_at(self, s_m: float) -> PlanarPose:
        """The centreline's pose in the world frame at `s_m`, which is clamped to the lane."""
        return self.path.pose_at(s_m)

    def curvature_at(self, s_m: float) -> float:
        """Signed curvature [1/m] at `s_m` (clamped); positive turns left."""
        return self.path.curvature_at(s_m)

    def project(self, x_m: float, y_m: float) -> LanePosition:
        """The point of the centreline nearest to (x, y) in the world frame.

        Past either end s stays at that end, and the offset is measured from the end's tangent.
        """
        return LanePosition(self.id, *self.path.project(x_m, y_m))

    def contains(self, x_m: float, y_m: float) -> bool:
        """Whether the point lies on the lane, its edges included."""
        numbers = range(len(self.segments))
        return any(self.segment_covers(x_m, y_m, number=number) for number in numbers)

    def segment_covers(self, x_m: float, y_m: float, *, number: int, slack_m: float = 0.0) -> bool:
        """Whether the point lies beside one segment and on the lane, or within `slack_m` of it."""
        segment = self.segments[number]
        s_m, _ = segment.project(x_m, y_m)
        beyond_m, offset_m = segment.pose_at(s_m).local(x_m, y_m)
        slack_m += _ROUNDING_M
        return abs(offset_m) <= self.width_m / 2.0 + slack_m and abs(beyond_m) <= slack_m

    def covers(self, points_m: Array, *, slack_m: float = 0.0) -> NDArray[np.bool_]:
        """Which of N points (N, 2) lie on the lane, or within `slack_m` of it; (N,)."""
        covered = np.zeros(len(points_m), dtype=np.bool_)
        slack_m += _ROUNDING_M
        # Per segment, since the centreline's nearest point may be an end while the point lies
        # beside another part of a lane that curls back.
        for segment in self.segments:
            _, offset, beyond = segment.project_points(points_m).T
            beside = np.abs(offset) <= self.width_m / 2.0 + slack_m
            covered |= beside & (np.abs(beyond) <= slack_m)
        return covered

    def centreline(self, spacing_m: float) -> Array:
        """Poses (N, 3) as x [m], y [m], yaw [rad], evenly spaced from end to end.

        Args:
            spacing_m: At most this far apart.
        """
        if not spacing_m > 0.0:
            raise PhysAIError("wrong spacing", got=spacing_m, expected="more than 0 m")
        count = math.ceil(self.length_m / spacing_m) + 1
        return self.path.poses_at(np.linspace(0.0, self.length_m, count))
