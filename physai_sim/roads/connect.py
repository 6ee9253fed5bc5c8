"""The simplest way from one pose to another: a straight, an arc and a straight at most."""

from __future__ import annotations

import math

from physai_sim.roads.path import Path
from physai_sim.roads.segment import Arc, PlanarPose, Segment, Straight, wrapped

# How well two lanes that join must meet: hand-written numbers have two or three decimals.
JOIN_M = 0.02
JOIN_RAD = 0.01
_SHORTEST_M = 1e-3


def connection(start: PlanarPose, end: PlanarPose) -> Path | None:
    """A path that leaves one pose and arrives at the other, or None where no such path exists.

    The arc takes as much of the corner as fits, so at most one straight is left.
    """
    ahead_m, left_m = start.local(end.x_m, end.y_m)
    angle_rad = wrapped(end.yaw_rad - start.yaw_rad)
    if abs(angle_rad) <= JOIN_RAD:
        on_line = abs(left_m) <= JOIN_M and ahead_m > JOIN_M
        return Path([Straight(start, ahead_m)]) if on_line else None
    if abs(angle_rad) >= math.pi - JOIN_RAD:
        if abs(left_m) <= JOIN_M:
            return None
        half_turn = math.copysign(math.pi, left_m)
        lengths_m = (max(ahead_m, 0.0), max(-ahead_m, 0.0))
        return _joined(start, lengths_m, radius_m=abs(left_m) / 2.0, angle_rad=half_turn)
    # Where the two tangents cross, seen from the start and from the end.
    out_m = left_m / math.sin(angle_rad)
    in_m = ahead_m - out_m * math.cos(angle_rad)
    if min(in_m, out_m) <= JOIN_M:
        return None
    radius_m = min(in_m, out_m) / math.tan(abs(angle_rad) / 2.0)
    lengths_m = (max(in_m - out_m, 0.0), max(out_m - in_m, 0.0))
    return _joined(start, lengths_m, radius_m=radius_m, angle_rad=angle_rad)


def _joined(
    start: PlanarPose, lengths_m: tuple[float, float], *, radius_m: float, angle_rad: float
) -> Path:
    """A straight, an arc and a straight; straights of no length are left out."""
    before_m, after_m = lengths_m
    segments: list[Segment] = []
    if before_m > _SHORTEST_M:
        segments.append(Straight(start, before_m))
        start = segments[-1].pose_at(before_m)
    segments.append(Arc(start, radius_m, angle_rad))
    if after_m > _SHORTEST_M:
        segments.append(Straight(segments[-1].pose_at(segments[-1].length_m), after_m))
    return Path(segments)
