"""The ways of an episode, drawn in space: a car's from above, a tool's from above and aside.

Legend: T rows of truth, R route points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting.moments import Moment
from physai_sim.evaluation.reporting.plot_data import cars, clean_route, contact_starts, finite
from physai_sim.evaluation.reporting.plot_map import (
    RAMP,
    draw_coloured,
    draw_ends,
    draw_points,
    draw_road,
    new_map,
    places,
    rows,
)
from physai_sim.evaluation.reporting.plot_style import (
    BLUE,
    CONTACT,
    EVENT,
    GREEN,
    INK,
    LINES,
    MUTED,
    Key,
    Plot,
    house_style,
    svg_of,
)
from physai_sim.evaluation.reporting.text import number

_START = Key("start", "ring", INK)
_END = Key("end", "square", INK)
_CONTACT = Key("contact", "cross", CONTACT)
_EVENT = Key("event", "dot", EVENT)


def path_plots(episode: Episode, marks: Sequence[Moment], *, key: str) -> list[Plot]:
    """The paths of an episode; none where nothing was recorded.

    Args:
        episode: The recording.
        marks: Moments whose places are marked.
        key: Different for each episode of a page.
    """
    found = []
    if any(np.isfinite(odometry[:, :2]).all(axis=1).any() for odometry in cars(episode).values()):
        found.append(_driven(episode, marks, key=f"{key}-above"))
    tools = [poses for poses in episode.tools.values() if np.isfinite(poses[:, :3]).any()]
    if tools:
        found.append(_moved(episode, (0, 1), title="Tool from above", key=f"{key}-above-tool"))
        found.append(_moved(episode, (0, 2), title="Tool from the side", key=f"{key}-side-tool"))
    return found


def _driven(episode: Episode, marks: Sequence[Moment], *, key: str) -> Plot:
    driven, route = cars(episode), clean_route(episode.route)
    touched = [contact.position_m[:2] for _, contact in contact_starts(episode)]
    noted = places(episode, next(iter(driven.values())), marks)
    everything = [o[:, :2] for o in driven.values()] + [route[:, :2], rows(touched)]
    with house_style(key):
        figure, axes = new_map(np.concatenate(everything), width=520.0, margin=3.0)
        draw_road(axes, route, episode.facts.lane_width_m)
        low, high = _speed_range(driven)
        for odometry in driven.values():
            draw_coloured(axes, odometry[:, :2], odometry[:, 7], (low, high))
            draw_ends(axes, odometry[:, :2])
        draw_points(axes, noted, marker="D", colour=EVENT)
        draw_points(axes, rows(touched), marker="X", colour=CONTACT)
        axes.set(xlabel="x [m]", ylabel="y [m]")
        svg = svg_of(figure, label="Driven path from above")
    keys = [Key(f"speed, {number(low)} to {number(high)} m/s", "ramp", RAMP), _START, _END]
    if len(route) >= 2:
        keys.append(Key("route", "dashed", MUTED))
    keys += [_CONTACT] * bool(touched) + [_EVENT] * bool(len(noted))
    return Plot("Path from above", "", svg, tuple(keys))


def _moved(episode: Episode, plane: tuple[int, int], *, title: str, key: str) -> Plot:
    across, up = plane
    paths = {name: finite(poses)[:, plane] for name, poses in episode.tools.items()}
    goals = rows([(place[across], place[up]) for place in episode.facts.goal.values()])
    touched = [(c.position_m[across], c.position_m[up]) for _, c in contact_starts(episode)]
    with house_style(key):
        points = np.concatenate([*paths.values(), goals, rows(touched)])
        figure, axes = new_map(points, width=380.0, margin=0.03)
        for index, path in enumerate(paths.values()):
            axes.plot(path[:, 0], path[:, 1], color=LINES[index % len(LINES)], linewidth=2.0)
            draw_ends(axes, path)
        draw_points(axes, goals, marker="P", colour=GREEN)
        draw_points(axes, rows(touched), marker="X", colour=CONTACT)
        axes.set(xlabel=f"{'xyz'[across]} [m]", ylabel=f"{'xyz'[up]} [m]")
        svg = svg_of(figure, label=title)
    keys = [Key("tool", "line", BLUE)]
    if len(paths) > 1:
        keys = [Key(name, "line", LINES[i % len(LINES)]) for i, name in enumerate(paths)]
    keys += [_START, _END] + [Key("goal", "plus", GREEN)] * bool(len(goals))
    return Plot(title, "", svg, (*keys, *[_CONTACT] * bool(touched)))


def _speed_range(driven: Mapping[str, Array]) -> tuple[float, float]:
    """Least and greatest speed of all cars [m/s]; from zero, unless one drove backwards."""
    speeds = np.concatenate([odometry[:, 7] for odometry in driven.values()])
    known = speeds[np.isfinite(speeds)]
    return float(known.min(initial=0.0)), float(known.max(initial=0.1))
