"""Where the surface and the lines of a road run."""

from __future__ import annotations

from collections.abc import Iterator

from physai_sim.roads.lane import Lane
from physai_sim.roads.mesh import Ribbon
from physai_sim.roads.network import RoadNetwork
from physai_sim.roads.outline import Edge
from physai_sim.roads.segment import Segment

# Source: Richtlinien fuer die Markierung von Strassen (RMS-1, 1993): narrow line 0.12 m; broken
# line within towns 3 m long, 6 m apart.
_LINE_M = 0.12
_DASH_M = 3.0
_PERIOD_M = 9.0
# The lane width at which lines have those sizes; on narrower lanes they shrink in proportion.
_FULL_WIDTH_M = 3.0
# Surfaces that touch along an arc overlap by this, since their chords do not match.
_OVERLAP_M = 0.05


def asphalt(network: RoadNetwork) -> list[Ribbon]:
    """Every lane, and the shoulder from its outer edge to a kerb."""
    ribbons = []
    for lane in network.lanes.values():
        half_m = lane.width_m / 2.0
        overlap_m = min(_OVERLAP_M, half_m / 2.0)
        right_m = half_m + (overlap_m if lane.right else 0.0)
        left_m = half_m + (overlap_m if lane.left else 0.0)
        ribbons += [Ribbon(segment, -right_m, left_m) for segment in lane.segments]
    if network.kerb is not None:
        reach_m = network.kerb.offset_m + network.kerb.width_m / 2.0
        ribbons += [_shoulder(edge, reach_m) for edge in network.outline if edge.side]
    return ribbons


def _shoulder(edge: Edge, reach_m: float) -> Ribbon:
    """The strip outside an edge; inside an arc it goes no farther than the centre."""
    segment = edge.segment
    if edge.side * segment.curvature_per_m > 0.0:
        reach_m = min(reach_m, edge.side / segment.curvature_per_m)
    ends_m = (-edge.side * _OVERLAP_M, edge.side * reach_m)
    return Ribbon(segment, min(ends_m), max(ends_m))


def edge_lines(network: RoadNetwork) -> list[Ribbon]:
    """Solid lines within the outer edges of the carriageway, outside junctions."""
    ribbons = []
    for edge in network.outline:
        lane = network.lanes[edge.lane_id]
        if edge.side and lane.junction is None:
            line_m = _LINE_M * _scale(lane)
            # One line's width of asphalt stays between the line and the edge.
            near_m, far_m = -edge.side * line_m, -2.0 * edge.side * line_m
            ribbons.append(Ribbon(edge.segment, min(near_m, far_m), max(near_m, far_m)))
    return ribbons


def dashed_lines(network: RoadNetwork, *, opposite: bool) -> list[Ribbon]:
    """Broken lines between lanes that touch, outside junctions.

    Args:
        network: The lanes.
        opposite: Whether to draw between lanes driven against each other, or the same way.
    """
    ribbons = []
    for lane in network.lanes.values():
        if lane.left is None or lane.junction is not None:
            continue
        against = network.lanes[lane.left].left == lane.id
        if against != opposite or (against and lane.left < lane.id):
            continue  # of the other kind, or drawn already from the other side
        half_m, line_m = lane.width_m / 2.0, _LINE_M * _scale(lane) / 2.0
        ribbons += [Ribbon(dash, half_m - line_m, half_m + line_m) for dash in _dashes(lane)]
    return ribbons


def _dashes(lane: Lane) -> Iterator[Segment]:
    """Parts of the centreline: a whole number of periods, each with its dash in the middle."""
    count = max(1, round(lane.length_m / (_PERIOD_M * _scale(lane))))
    period_m = lane.length_m / count
    dash_m = min(_DASH_M * _scale(lane), period_m / 2.0)
    for number in range(count):
        middle_m = (number + 0.5) * period_m
        yield from _cut(lane, low_m=middle_m - dash_m / 2.0, high_m=middle_m + dash_m / 2.0)


def _cut(lane: Lane, *, low_m: float, high_m: float) -> Iterator[Segment]:
    """The segments of the centreline from one distance to another."""
    for segment, start_m in zip(lane.segments, lane.path.starts_m, strict=True):
        first_m, last_m = max(low_m - start_m, 0.0), min(high_m - start_m, segment.length_m)
        if last_m > first_m:
            yield segment.part(first_m, last_m)


def _scale(lane: Lane) -> float:
    return min(1.0, lane.width_m / _FULL_WIDTH_M)
