"""The traffic lights on a route, and the next one that a car comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from physai_sim.core.signals import Signal
from physai_sim.core.truth import LightState
from physai_sim.roads.ahead import REACH_M
from physai_sim.roads.route import Route


class StopLine(NamedTuple):
    """A line on a route before which cars stop, and the light that tells them to."""

    s_m: float
    signal: Signal


class LightAhead(NamedTuple):
    """The next light: the way from the car's front to its stop line [m], and what it shows."""

    gap_m: float
    state: LightState | None


NO_LIGHT = LightAhead(REACH_M, None)


def stop_lines(route: Route, signals: Mapping[str, Signal]) -> tuple[StopLine, ...]:
    """The stop lines on a route, in the order in which it comes to them.

    Args:
        route: The way.
        signals: The lights of the world, by name.
    """
    found = [
        StopLine(start_m + signal.info.stop_m, signal)
        for lane, start_m in zip(route.lanes, route.lane_starts_m, strict=True)
        for signal in signals.values()
        if signal.info.lane == lane.id
    ]
    return tuple(sorted(found, key=lambda line: line.s_m))


def next_light(
    route: Route, lines: Sequence[StopLine], front_s_m: float, time_ns: int
) -> LightAhead:
    """The next light that a car comes to.

    Args:
        route: Its way.
        lines: The stop lines on it.
        front_s_m: Where its front is on the route.
        time_ns: Episode time [ns].

    Returns:
        The next within 50 m, else `NO_LIGHT`.
    """
    found = NO_LIGHT
    for line in lines:
        gap_m = line.s_m - front_s_m
        if route.closed:
            gap_m %= route.length_m
        if 0.0 <= gap_m < found.gap_m:
            found = LightAhead(gap_m, line.signal.state(time_ns))
    return found
