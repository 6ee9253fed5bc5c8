"""What the plots over time show of cars: speed, place in the lane, others beside them.

Legend: T rows of truth, R route points.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import Episode, is_car
from physai_sim.evaluation.reporting.chart import Chart, finite, line
from physai_sim.evaluation.road_view import road_view
from physai_sim.evaluation.route_geometry import along_route

ROAD_USERS = ("vehicle", "pedestrian")
# How far a corner may be beside the road; nuPlan's `max_violation_threshold` of the drivable
# area (nuplan-devkit, drivable_area_compliance.py).
TOLERANCE_M = 0.3


def cars(episode: Episode) -> dict[str, Array]:
    """True odometry of each car by its name, shape (T, 13)."""
    robots = episode.facts.robots
    return {n: finite(o) for n, o in episode.odometry.items() if is_car(robots[n]) and len(o)}


def road_users(episode: Episode) -> dict[str, Array]:
    """Position of everything else that drives or walks, by its name, shape (T, 3)."""
    bodies = episode.facts.bodies
    return {
        name: finite(poses[:, :3])
        for name, poses in episode.tracks.items()
        if name in bodies and bodies[name].category in ROAD_USERS and len(poses)
    }


def clean_route(route: Array) -> Array:
    """The route without rows that are not finite or do not move on, shape (R, 3)."""
    rows = route[np.isfinite(route).all(axis=1)] if route.size else np.zeros((0, 3))
    moves = np.linalg.norm(np.diff(rows[:, :2], axis=0), axis=1) > 0.0
    return rows[np.concatenate([[True], moves])] if len(rows) else rows


def outside_road(episode: Episode) -> NDArray[np.bool_]:
    """Whether the first car was off the road, shape (T,); no rows where that is unknown.

    Off the road is a corner of the car beside all lanes, as the metric counts it; without roads,
    the middle of its rear axle beside the lane of the route.
    """
    with suppress(ConfigError):  # metrics that need the roads say what is wrong with them
        view = road_view(episode)
        if view is not None:
            return np.asarray((view.outside_m > TOLERANCE_M).any(axis=1))
    route, width = clean_route(episode.route), episode.facts.lane_width_m
    odometry = next(iter(cars(episode).values()), None)
    if odometry is None or len(route) < 2 or width is None:
        return np.zeros(0, dtype=np.bool_)
    return np.asarray(np.abs(along_route(route, odometry[:, :2])[1]) > width / 2)


def car_charts(episode: Episode) -> Iterator[Chart]:
    """Speed, offset from the route, distance to the nearest road user."""
    times, found = episode.times_s, cars(episode)
    if not found:
        return
    yield Chart("Speed", "m/s", tuple(line(n, times, o[:, 7]) for n, o in found.items()))
    name, odometry = next(iter(found.items()))
    route, width = clean_route(episode.route), episode.facts.lane_width_m
    if len(route) >= 2:
        _, beside = along_route(route, odometry[:, :2])
        bounds = () if width is None else (-width / 2, width / 2)
        offset = line(name, times, beside)
        yield Chart("Offset from the route", "m, left positive", (offset,), bounds, "edge of lane")
    if others := road_users(episode):
        nearest = line(name, times, _nearest(odometry, list(others.values())))
        yield Chart("Nearest road user, middle to middle", "m", (nearest,))


def _nearest(odometry: Array, others: list[Array]) -> Array:
    """Distance of the car to the nearest of the others, shape (T,); NaN while nobody is there."""
    rows = min(len(odometry), *(len(one) for one in others))
    ways = [np.linalg.norm(o[:rows, :2] - odometry[:rows, :2], axis=1) for o in others]
    nearest: Array = np.fmin.reduce(ways, axis=0)
    return nearest
