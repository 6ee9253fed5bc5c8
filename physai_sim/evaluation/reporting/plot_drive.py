"""The way of a car from above: road, route, other road users, lights and events.

Legend: T rows of truth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array
from physai_sim.evaluation.driving.road_view import network_of
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting import plot_road
from physai_sim.evaluation.reporting.car_charts import (
    cars,
    clean_route,
    others,
    outside_road,
)
from physai_sim.evaluation.reporting.moments import Moment, contact_starts
from physai_sim.evaluation.reporting.plot_map import (
    RAMP,
    draw_coloured,
    draw_ends,
    draw_points,
    new_map,
    rows,
)
from physai_sim.evaluation.reporting.plot_spots import located, spots, trace
from physai_sim.evaluation.reporting.plot_style import (
    CONTACT,
    EVENT,
    INK,
    MUTED,
    ORANGE,
    PURPLE,
    Key,
    Plot,
    house_style,
    svg_of,
)
from physai_sim.evaluation.reporting.text import number
from physai_sim.roads.network import RoadNetwork

_MARGIN_M = 3.0
_MOST_ASIDE_M = 40.0  # of the route beyond what was driven: a long way ahead hides a short drive


def drive_plot(episode: Episode, marks: Sequence[Moment], *, key: str) -> Plot:
    """The path of the cars of an episode, at least one of which has a position."""
    driven, times = cars(episode), episode.times_s
    path = next(iter(driven.values()))[:, :2]
    seen, places = located([mark for mark in marks if mark.kind != "end"], times, path)
    events = rows([p for m, p in zip(seen, places, strict=True) if m.kind != "contact"])
    touched = rows([contact.position_m[:2] for _, contact in contact_starts(episode)])
    with house_style(key):
        figure, axes = new_map(_points(episode, driven, touched), width=520.0, margin=_MARGIN_M)
        _draw_road(axes, episode, path)
        limits = _speed_range(driven)
        for odometry in driven.values():
            draw_coloured(axes, odometry[:, :2], odometry[:, 7], limits)
            draw_ends(axes, odometry[:, :2])
        draw_points(axes, events, marker="D", colour=EVENT)
        draw_points(axes, touched, marker="X", colour=CONTACT)
        axes.set(xlabel="x [m]", ylabel="y [m]")
        svg = svg_of(figure, label="Driven path from above")
        found, moving = spots(axes, seen, places), trace(axes, times, path)
    speeds = f"speed, {number(limits[0])} to {number(limits[1])} m/s"
    keys = [Key(speeds, "ramp", RAMP), *_road_keys(episode)]
    keys += [Key("contact", "cross", CONTACT)] * bool(len(touched))
    keys += [Key("event", "dot", EVENT)] * bool(len(events))
    return Plot("Path from above", "", svg, tuple(keys), spots=found, trace=moving)


def _points(episode: Episode, driven: Mapping[str, Array], touched: Array) -> Array:
    """What must be seen, shape (N, 2): all that was driven, and the route about it."""
    ways = np.concatenate([odometry[:, :2] for odometry in driven.values()])
    low, high = np.nanmin(ways, axis=0) - _MOST_ASIDE_M, np.nanmax(ways, axis=0) + _MOST_ASIDE_M
    route = np.clip(clean_route(episode.route)[:, :2], low, high)
    return np.concatenate([ways, route, touched])


def _draw_road(axes: Axes, episode: Episode, path: Array) -> None:
    network = _network(episode)
    route, width = clean_route(episode.route), episode.facts.lane_width_m
    if network is not None:
        plot_road.draw_lanes(axes, network)
        plot_road.draw_lights(axes, episode.facts.lights, network)
    plot_road.draw_route(axes, route, width, on_lanes=network is not None)
    plot_road.draw_outside(axes, path, outside_road(episode), CONTACT)
    plot_road.draw_others(axes, others(episode))


def _road_keys(episode: Episode) -> list[Key]:
    keys = [Key("start", "ring", INK), Key("end", "square", INK)]
    keys += [Key("route", "dashed", MUTED)] * (len(clean_route(episode.route)) >= 2)
    keys += [Key("other road users", "line", PURPLE)] * bool(others(episode))
    keys += [Key("stop line of a light", "line", ORANGE)] * bool(episode.facts.lights)
    return keys + [Key("off the road", "shadow", CONTACT)] * bool(outside_road(episode).any())


def _network(episode: Episode) -> RoadNetwork | None:
    try:
        return network_of(episode)
    except ConfigError:
        return None  # metrics that need the roads say what is wrong with them


def _speed_range(driven: Mapping[str, Array]) -> tuple[float, float]:
    """Least and greatest speed of all cars [m/s]; from zero, unless one drove backwards."""
    speeds = np.concatenate([odometry[:, 7] for odometry in driven.values()])
    known = speeds[np.isfinite(speeds)]
    return float(known.min(initial=0.0)), float(known.max(initial=0.1))
