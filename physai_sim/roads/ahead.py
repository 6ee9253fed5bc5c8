"""Who is ahead on a route, and how far."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from physai_sim.core.geometry import wrap_angle
from physai_sim.roads.route import Route
from physai_sim.simulation.footprints import Footprint

# Beyond it nobody matters at town speeds: a stop from 14 m/s at 2 m/s^2 takes 49 m.
REACH_M = 50.0
# Room beside the own car, measured from the route, that others must leave free.
HALF_CORRIDOR_M = 1.3
# Who walks is seen where he will be within this time.
WALK_S = 2.0


class Ahead(NamedTuple):
    """The nearest that is in the way: free road to it [m], its speed along the route [m/s]."""

    gap_m: float
    speed_mps: float


NOBODY = Ahead(REACH_M, REACH_M)


def nearest_ahead(
    route: Route, s_m: float, others: Iterable[Footprint], *, front_m: float
) -> Ahead:
    """The nearest of others in the way of a car.

    Args:
        route: Its way.
        s_m: Where its `base_link` is on it.
        others: Who else is there.
        front_m: From its `base_link` to its front.

    Returns:
        The nearest with a gap of less than 50 m, else `NOBODY`.
    """
    here = route.pose_at(s_m)
    found = [NOBODY]
    for other in others:
        if math.hypot(other.x_m - here.x_m, other.y_m - here.y_m) < REACH_M + front_m:
            found += _in_the_way(route, s_m, other, front_m)
    return min(found)


def _in_the_way(route: Route, s_m: float, other: Footprint, front_m: float) -> list[Ahead]:
    """What one other is to the car; nothing where it leaves the way free."""
    place = route.project(other.x_m, other.y_m)
    along_m = place.s_m - s_m
    if route.closed:
        along_m %= route.length_m
    turn_rad = wrap_angle(other.yaw_rad - place.heading_rad)
    cos, sin = abs(math.cos(turn_rad)), abs(math.sin(turn_rad))
    half_along_m = (cos * other.length_m + sin * other.width_m) / 2.0
    half_beside_m = (sin * other.length_m + cos * other.width_m) / 2.0
    if along_m <= 0.0 or along_m - half_along_m - front_m >= REACH_M:
        return []
    vx, vy, heading = other.vx_mps, other.vy_mps, place.heading_rad
    forward_mps = vx * math.cos(heading) + vy * math.sin(heading)
    aside_mps = vy * math.cos(heading) - vx * math.sin(heading) if other.is_walking else 0.0
    nearest_m = _least(place.offset_m, place.offset_m + WALK_S * aside_mps)
    if nearest_m - half_beside_m > HALF_CORRIDOR_M:
        return []
    return [Ahead(along_m - half_along_m - front_m, forward_mps)]


def _least(start_m: float, end_m: float) -> float:
    """Least distance from zero on the way from one number to another."""
    return 0.0 if start_m * end_m < 0.0 else min(abs(start_m), abs(end_m))
