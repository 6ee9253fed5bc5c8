"""Where the car was on the roads at each stamp; asked once, for all metrics of driving.

Legend: T control stamps, N points.
"""

from __future__ import annotations

import functools
import json
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.strict import parse, plain
from physai_sim.evaluation.driving.boxes import corners_of
from physai_sim.evaluation.driving.car import NO_ODOMETRY, car_boxes, car_rows
from physai_sim.evaluation.driving.road_cover import Cover, RoadCover, covers_together
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.memo import once_per_episode
from physai_sim.roads.config import RoadsConfig
from physai_sim.roads.network import RoadNetwork

NO_ROADS = "no roads were recorded"
# Stamps that are asked together: near each other, so that few lanes are asked.
_CHUNK = 100


@dataclass(frozen=True, slots=True, eq=False)
class RoadView:
    """The car on the roads.

    The lane of a stamp is the one that covers the middle of the car's box; where several do, as
    in a junction, the one whose direction is nearest to the car's heading.

    Args:
        is_on_lane: Whether some lane covers the middle of the car, shape (T,).
        heading_rad: Direction of the lane beside the car, shape (T,) [rad]; NaN on no lane.
        is_against: Whether the car heads more than 90 degrees away from every lane that covers
            its middle, shape (T,).
        limit_mps: Speed limit, shape (T,) [m/s]; the highest of the lanes that cover the middle
            in the car's direction (nuPlan asks a junction alike); NaN on no lane.
        outside_m: How far each corner of the box is from the drivable area, shape (T, 4) [m];
            0 on it.
        is_in_one_lane: Whether all corners are in one lane, or in two of which one leads to the
            other, shape (T,).
        is_in_junction: Whether a lane of a junction covers the middle, shape (T,).
    """

    is_on_lane: NDArray[np.bool_]
    heading_rad: Array
    is_against: NDArray[np.bool_]
    limit_mps: Array
    outside_m: Array
    is_in_one_lane: NDArray[np.bool_]
    is_in_junction: NDArray[np.bool_]


def network_of(episode: Episode) -> RoadNetwork | None:
    """The roads of an episode; None where none were recorded.

    Raises:
        ConfigError: If what was recorded describes no roads.
    """
    roads = episode.facts.roads
    return None if roads is None else _built(json.dumps(plain(roads)))


@once_per_episode
def road_view(episode: Episode) -> RoadView | None:
    """Where the car was on the roads; None where no roads were recorded.

    Raises:
        ConfigError: If what was recorded describes no roads.
    """
    network = network_of(episode)
    return None if network is None else view_of(network, car_boxes(episode))


def missing_roads(episode: Episode) -> str:
    """Why it is not known where the car was on the roads; "" where it is."""
    if road_view(episode) is None:
        return NO_ROADS
    return "" if len(car_rows(episode)) else NO_ODOMETRY


def view_of(network: RoadNetwork, boxes: Array) -> RoadView:
    """Where boxes, shape (T, 5), are on roads."""
    count = len(boxes)
    view = RoadView(
        is_on_lane=np.zeros(count, dtype=np.bool_),
        heading_rad=np.full(count, np.nan),
        is_against=np.zeros(count, dtype=np.bool_),
        limit_mps=np.full(count, np.nan),
        outside_m=np.full((count, 4), np.nan),
        is_in_one_lane=np.zeros(count, dtype=np.bool_),
        is_in_junction=np.zeros(count, dtype=np.bool_),
    )
    cover = RoadCover(network)
    known = np.flatnonzero(np.isfinite(boxes).all(axis=1))
    for start in range(0, len(known), _CHUNK):
        rows = known[start : start + _CHUNK]
        points = np.concatenate([boxes[rows, None, :2], corners_of(boxes[rows])], axis=1)
        found = cover.ask(points.reshape(-1, 2))
        _fill_corners(view, rows, found, network=network)
        _fill_middles(view, rows, found, network=network, yaw=boxes[rows, 2])
    return view


def limits_along(network: RoadNetwork, poses: Array) -> Array:
    """Speed limits at poses (x, y, yaw), shape (N, 3), as a RoadView has them; (N,) [m/s]."""
    return view_of(network, np.column_stack([poses, np.zeros((len(poses), 2))])).limit_mps


@functools.lru_cache(maxsize=8)
def _built(text: str) -> RoadNetwork:
    where = "roads of the recording"
    return RoadNetwork.from_config(parse(RoadsConfig, json.loads(text), where=where), where=where)


def _fill_corners(
    view: RoadView, rows: NDArray[np.intp], found: Cover, *, network: RoadNetwork
) -> None:
    view.outside_m[rows] = found.outside_m.reshape(-1, 5)[:, 1:]
    by_lane = {name: one.reshape(-1, 5)[:, 1:] for name, one in found.covered.items()}
    view.is_in_one_lane[rows] = covers_together(network, by_lane, rows=len(rows))


def _fill_middles(
    view: RoadView, rows: NDArray[np.intp], found: Cover, *, network: RoadNetwork, yaw: Array
) -> None:
    best = np.full(len(rows), np.inf)
    turns: dict[str, Array] = {}
    for name, one in found.covered.items():
        covered, heading = one[::5], found.headings[name][::5]
        turns[name] = np.where(covered, np.abs(_wrapped(heading - yaw)), np.inf)
        better = turns[name] < best
        best[better] = turns[name][better]
        view.heading_rad[rows[better]] = heading[better]
        if network.lanes[name].junction is not None:
            view.is_in_junction[rows[covered]] = True
    view.is_on_lane[rows] = np.isfinite(best)
    view.is_against[rows] = np.isfinite(best) & (best > math.pi / 2)
    for name, turn in turns.items():
        counts = rows[np.isfinite(turn) & ((turn <= math.pi / 2) | (turn == best))]
        limit = network.lanes[name].speed_limit_mps
        view.limit_mps[counts] = np.fmax(view.limit_mps[counts], limit)


def _wrapped(angles: Array) -> Array:
    """The same angles in [-pi, pi] [rad]."""
    return angles - math.tau * np.round(angles / math.tau)
