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
from physai_sim.evaluation.driving.encounters import (
    gaps_to_others,
    missing_others,
    times_to_others,
)
from physai_sim.evaluation.driving.road_users import road_users
from physai_sim.evaluation.driving.route_geometry import along_route
from physai_sim.evaluation.episode import Episode, is_car
from physai_sim.evaluation.metrics.off_road import missing_off_road, off_road_rows
from physai_sim.evaluation.reporting.chart import Chart, finite, line

# Who moves less than this all the time stands [m].
LEAST_WAY_M = 0.5


def cars(episode: Episode) -> dict[str, Array]:
    """True odometry of each car by its name, shape (T, 13)."""
    robots = episode.facts.robots
    return {n: finite(o) for n, o in episode.odometry.items() if is_car(robots[n]) and len(o)}


def others(episode: Episode) -> dict[str, Array]:
    """Middle of everybody else who moved, by name, shape (T, 2)."""
    users = road_users(episode)
    ways = {
        name: boxes[:, :2]
        for name, category, boxes in zip(users.names, users.categories, users.boxes, strict=True)
        if category != "robot" and np.isfinite(boxes[:, :2]).all(axis=1).any()
    }
    spans = {n: np.nanmax(way, axis=0) - np.nanmin(way, axis=0) for n, way in ways.items()}
    return {name: way for name, way in ways.items() if spans[name].max() > LEAST_WAY_M}


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
        if not missing_off_road(episode):
            return off_road_rows(episode)
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
    if not missing_others(episode):
        yield from _encounters(episode)


def _encounters(episode: Episode) -> Iterator[Chart]:
    """How near others came, in metres and in seconds, by the same rules as the metrics."""
    with np.errstate(invalid="ignore"):
        gaps = np.fmin.reduce(gaps_to_others(episode), axis=0, initial=np.inf)
        times = np.fmin.reduce(times_to_others(episode), axis=0, initial=np.inf)
    yield Chart("Distance to the nearest other", "m", (line("", episode.times_s, gaps),))
    yield Chart("Time to collision", "s", (line("", episode.times_s, times),))
