"""Kerbs as boxes along the outer edges of the carriageway."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from physai_sim.roads.config import KerbConfig
from physai_sim.roads.lane import Lane
from physai_sim.roads.mesh import chords
from physai_sim.roads.network import RoadNetwork
from physai_sim.roads.outline import LaneCover, free_parts
from physai_sim.roads.segment import Arc, Segment

# Beside an edge that touches another lane there is no kerb, however near to the edge it would be.
_EDGE_PROBE_M = 0.01


@dataclass(frozen=True, slots=True)
class Box:
    """A box that stands upright and collides.

    Attributes:
        centre_m: Its centre (x, y, z) in the world frame.
        yaw_rad: Heading of its first side.
        half_extents_m: Half its size along, across and up.
    """

    centre_m: tuple[float, float, float]
    yaw_rad: float
    half_extents_m: tuple[float, float, float]


def kerb_boxes(network: RoadNetwork) -> tuple[Box, ...]:
    """The network's kerbs: none within junctions, on other lanes or across a lane's end."""
    kerb = network.kerb
    if kerb is None:
        return ()
    cover = LaneCover(network.lanes.values())
    boxes: list[Box] = []
    for lane in network.lanes.values():
        if lane.junction is None:
            for side in (1, -1):
                boxes += _along(lane, side, kerb=kerb, cover=cover)
    return tuple(boxes)


def _along(lane: Lane, side: int, *, kerb: KerbConfig, cover: LaneCover) -> Iterator[Box]:
    half_m = lane.width_m / 2.0
    probes_m = (_EDGE_PROBE_M, kerb.offset_m, kerb.offset_m + kerb.width_m / 2.0, kerb.reach_m)
    offsets_m = [side * (half_m + max(probe_m, _EDGE_PROBE_M)) for probe_m in probes_m]
    middle_m = side * (half_m + kerb.offset_m + kerb.width_m / 2.0)
    for segment in lane.segments:
        for part in free_parts(segment, offsets_m, cover=cover):
            yield from _boxes(part.parallel(middle_m), kerb)


def _boxes(line: Segment, kerb: KerbConfig) -> Iterator[Box]:
    """Boxes whose corners meet on the outer side of an arc, so that no gap is left."""
    half_width_m, half_height_m = kerb.width_m / 2.0, kerb.height_m / 2.0
    count = chords(line, half_width_m)
    half_length_m = line.length_m / count / 2.0
    if isinstance(line, Arc):
        half_angle_rad = abs(line.angle_rad) / count / 2.0
        half_length_m = (line.radius_m + half_width_m) * math.tan(half_angle_rad)
    for number in range(count):
        middle = line.pose_at((number + 0.5) * line.length_m / count)
        half_extents_m = (half_length_m, half_width_m, half_height_m)
        yield Box((middle.x_m, middle.y_m, half_height_m), middle.yaw_rad, half_extents_m)
