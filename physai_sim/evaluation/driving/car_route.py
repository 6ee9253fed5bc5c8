"""How far the car came along its route, and how far it could have.

Legend: T control stamps, R route points.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.driving.car import NO_ODOMETRY, car_rows, steps_m
from physai_sim.evaluation.driving.road_view import limits_along, network_of
from physai_sim.evaluation.driving.route_geometry import along_route, route_length
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.memo import once_per_episode

NO_ROUTE = "no route was recorded"
# How an episode ends that its clock, and nothing else, ended.
_CLOCK = ("time_limit", "interrupted")


@dataclass(frozen=True, slots=True, eq=False)
class CarOnRoute:
    """The rear axle's centre on the route.

    Args:
        along_m: Distance along the route, shape (T,) [m].
        beside_m: Signed distance beside it, left positive, shape (T,) [m].
        rows: Stamps until progress was no longer continuous: a car cannot gain by cutting across
            to a later part of the route, since a jump by more than twice the way that it drove
            meanwhile (and 2 m) ends the count.
        length_m: Of the route.
    """

    along_m: Array
    beside_m: Array
    rows: int
    length_m: float


def missing_route(episode: Episode) -> str:
    """Why the car's place on a route is not known; "" where it is."""
    if len(episode.route) < 2 or route_length(episode.route) == 0.0:
        return NO_ROUTE
    return "" if len(car_rows(episode)) else NO_ODOMETRY


@once_per_episode
def car_on_route(episode: Episode) -> CarOnRoute:
    """Where the car was on its route; asked only where `missing_route` says nothing."""
    along, beside = along_route(episode.route, car_rows(episode)[:, :2])
    jumped = np.diff(along, prepend=along[0]) > 2 * steps_m(episode) + 2.0
    rows = int(np.argmax(jumped)) if jumped.any() else len(along)
    return CarOnRoute(along, beside, rows, route_length(episode.route))


def reachable_m(episode: Episode) -> tuple[float, float | None]:
    """How far along the route a car could come from where this one started [m].

    To the end of the route; where the clock ended the episode, or its end was not recorded, no
    farther than the speed limits allow in that time. An episode that ended otherwise is held
    against the whole route, so that ending early gains nothing.

    Returns:
        That distance, and what the limits allow (None where no limit is known).
    """
    place = car_on_route(episode)
    allowed = _allowed_m(episode)
    to_end = place.length_m - float(place.along_m[0])
    by_clock = episode.outcome is None or episode.outcome.reason in _CLOCK
    return (min(to_end, allowed) if by_clock and allowed is not None else to_end), allowed


@once_per_episode
def _allowed_m(episode: Episode) -> float | None:
    """Distance along the route at the speed limit all the time; None where none is known."""
    network = network_of(episode)
    if network is None:
        return None
    route = episode.route
    middles = np.column_stack([(route[:-1, :2] + route[1:, :2]) / 2.0, route[:-1, 2]])
    limits = limits_along(network, middles)
    if np.isnan(limits).all():
        return None
    # Where the route leaves the roads, the highest limit of it: the bound stays a bound.
    limits = np.where(np.isnan(limits), np.nanmax(limits), limits)
    way = np.linalg.norm(np.diff(route[:, :2], axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(way)])
    times = np.concatenate([[0.0], np.cumsum(way / limits)])
    start = float(car_on_route(episode).along_m[0])
    duration_s = float(episode.times_s[-1] - episode.times_s[0])
    # Equal places of the route take no time; interp wants each time once.
    times, kept = np.unique(times, return_index=True)
    began = float(np.interp(start, along[kept], times))
    return float(np.interp(began + duration_s, times, along[kept])) - start
