"""The edge of the drivable area: what is left of the lanes' edges where no other lane goes on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from physai_sim.roads.bounds import SegmentIndex
from physai_sim.roads.connect import JOIN_M
from physai_sim.roads.lane import Lane
from physai_sim.roads.segment import Array, Segment, Straight

# An edge belongs to the outline where a probe this far outside it lies on no lane.
_PROBE_M = 0.01
# Where lanes join they need not meet exactly: probes past an end reach over such a crack.
CRACK_M = 2.5 * JOIN_M
_SAMPLE_M = 0.2


@dataclass(frozen=True, slots=True)
class Edge:
    """A piece of the outline.

    Attributes:
        lane_id: The lane whose edge it is.
        side: +1 its left edge, -1 its right edge, 0 across its start or end.
        segment: Where it runs; along the lane's direction for a left or right edge.
    """

    lane_id: str
    side: int
    segment: Segment


class LaneCover:
    """Answers for many points at once whether any lane covers them."""

    def __init__(self, lanes: Iterable[Lane]) -> None:
        self._lanes = tuple(lanes)
        pairs = [(segment, lane) for lane in self._lanes for segment in lane.segments]
        self._owners = [lane for _, lane in pairs]
        self._index = SegmentIndex([segment for segment, _ in pairs])
        self._half_m = max((lane.width_m for lane in self._lanes), default=0.0) / 2.0

    def covers(self, points_m: Array, *, slack_m: float = 0.0) -> NDArray[np.bool_]:
        """Which of N points (N, 2) lie on a lane, or within `slack_m` of one; (N,)."""
        covered = np.zeros(len(points_m), dtype=np.bool_)
        # The slack of a corner reaches sqrt(2) as far.
        near = self._index.near(points_m, self._half_m + 1.5 * slack_m + _PROBE_M)
        owners = {id(self._owners[index]): self._owners[index] for index in near}
        for lane in owners.values():
            covered |= lane.covers(points_m, slack_m=slack_m)
        return covered


def outline(lanes: Sequence[Lane]) -> tuple[Edge, ...]:
    """The outline of the area that the lanes cover together; correct to a centimetre or so."""
    cover = LaneCover(lanes)
    edges: list[Edge] = []
    for lane in lanes:
        half_m = lane.width_m / 2.0
        for segment in lane.segments:
            for side in (1, -1):
                parts = free_parts(segment, (side * (half_m + _PROBE_M),), cover=cover)
                edges += [Edge(lane.id, side, part.parallel(side * half_m)) for part in parts]
        for end, ahead_m in ((lane.path.start, -CRACK_M), (lane.path.end, CRACK_M)):
            # Across the end from left to right, so that ahead is to the left of it.
            across = Straight(end.moved(0.0, half_m).turned(-math.pi / 2.0), lane.width_m)
            parts = free_parts(across, (ahead_m,), cover=cover, slack_m=0.6 * CRACK_M)
            edges += [Edge(lane.id, 0, part) for part in parts]
    return tuple(edges)


def free_parts(
    segment: Segment, offsets_m: Sequence[float], *, cover: LaneCover, slack_m: float = 0.0
) -> list[Segment]:
    """The parts of a segment beside which, at all the given offsets to its left, no lane lies.

    Args:
        segment: The curve to part.
        offsets_m: Where to probe, in metres to the left of it.
        cover: The lanes.
        slack_m: How much wider than they are the lanes count.
    """
    free = partial(_free, segment, offsets_m=offsets_m, cover=cover, slack_m=slack_m)
    s_m = np.linspace(0.0, segment.length_m, math.ceil(segment.length_m / _SAMPLE_M) + 1)
    is_free = free(s_m)
    changes = np.flatnonzero(is_free[1:] != is_free[:-1])
    cuts = [_change(free, low=s_m[index], high=s_m[index + 1]) for index in changes]
    # From cut to cut, free and taken parts take turns.
    parts = list(pairwise((0.0, *cuts, segment.length_m)))[int(not is_free[0]) :: 2]
    return [segment.part(low, high) for low, high in parts if high - low > _PROBE_M]


def _change(free: Callable[[Array], NDArray[np.bool_]], *, low: float, high: float) -> float:
    """Where `free` changes between two places, to a 4096th of their distance."""
    for _ in range(2):
        fine = np.linspace(low, high, 65)
        is_free = free(fine)
        index = int(np.argmax(is_free != is_free[0]))
        low, high = fine[index - 1], fine[index]
    return float(low + high) / 2.0


def _free(
    segment: Segment,
    s_m: Array,
    *,
    offsets_m: Sequence[float],
    cover: LaneCover,
    slack_m: float,
) -> NDArray[np.bool_]:
    poses = segment.poses_at(s_m)
    left = np.column_stack((-np.sin(poses[:, 2]), np.cos(poses[:, 2])))
    free = np.ones(len(s_m), dtype=np.bool_)
    for offset_m in offsets_m:
        free &= ~cover.covers(poses[:, :2] + offset_m * left, slack_m=slack_m)
    return free
