"""Which lanes cover points of the world, and how far from all of them the others are.

A RoadNetwork answers for one point at a time; here many points that are near each other are
asked together. Legend: N points, M segments.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.roads.bounds import bounding_circle
from physai_sim.roads.network import RoadNetwork

_ROUNDING_M = 1e-9


class Cover(NamedTuple):
    """Where points lie relative to the lanes near them.

    Attributes:
        covered: Whether each lane covers each point, by the lane's name, shape (N,) each; lanes
            that cover none are left out.
        headings: Direction of those lanes beside the points that they cover, shape (N,) [rad].
        outside_m: Distance to the nearest lane, shape (N,) [m]; 0 on one.
    """

    covered: Mapping[str, NDArray[np.bool_]]
    headings: Mapping[str, Array]
    outside_m: Array


class RoadCover:
    """Asks the segments of a network that may matter for points, and no other.

    Args:
        network: The roads.
    """

    def __init__(self, network: RoadNetwork) -> None:
        self.network = network
        self._segments = [(lane, one) for lane in network.lanes.values() for one in lane.segments]
        circles = np.array([bounding_circle(one) for _, one in self._segments]).reshape(-1, 3)
        halves = np.array([lane.width_m / 2.0 for lane, _ in self._segments])
        self._centres, self._radii = circles[:, :2], circles[:, 2] + halves

    def ask(self, points: Array) -> Cover:
        """Where points, shape (N, 2), lie; all finite."""
        covered: dict[str, NDArray[np.bool_]] = {}
        headings: dict[str, Array] = {}
        outside = np.full(len(points), np.inf)
        for index in self._near(points):
            lane, segment = self._segments[index]
            along, offset, beyond = segment.project_points(points).T
            aside = np.maximum(np.abs(offset) - lane.width_m / 2.0, 0.0)
            distance = np.hypot(aside, beyond)
            outside = np.minimum(outside, distance)
            on = distance <= _ROUNDING_M
            if on.any():
                heading = segment.poses_at(along)[:, 2]
                kept = headings.get(lane.id, heading)
                headings[lane.id] = np.where(on, heading, kept)
                covered[lane.id] = covered.get(lane.id, False) | on
        return Cover(covered, headings, np.where(outside <= _ROUNDING_M, 0.0, outside))

    def _near(self, points: Array) -> list[int]:
        """The segments of which one may be the nearest to one of the points."""
        low, high = points.min(axis=0), points.max(axis=0)
        centre, spread = (low + high) / 2.0, float(np.hypot(*(high - low))) / 2.0
        distance = np.hypot(*(self._centres - centre).T)
        farthest = float((distance + self._radii).min()) + spread
        return [int(i) for i in np.flatnonzero(distance - self._radii - spread <= farthest)]


def covers_together(
    network: RoadNetwork, covered: Mapping[str, NDArray[np.bool_]], *, rows: int
) -> NDArray[np.bool_]:
    """Which rows of corners lie all in one lane, or in two of which one leads to the other.

    Args:
        network: The roads.
        covered: Whether a lane covers each corner, by its name, shape (rows, 4) each.
        rows: How many there are.

    Source: nuPlan's `get_common_or_connected_route_objs_of_corners` decides alike.
    """
    together = np.zeros(rows, dtype=np.bool_)
    for name, corners in covered.items():
        together |= corners.all(axis=1)
        for follower in network.lanes[name].successors:
            if follower in covered:
                together |= (corners | covered[follower]).all(axis=1)
    return together
