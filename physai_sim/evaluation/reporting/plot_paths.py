"""The ways of an episode, drawn in space: a car's from above, a tool's from above and aside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting.car_charts import cars
from physai_sim.evaluation.reporting.chart import finite
from physai_sim.evaluation.reporting.moments import Moment, contact_starts
from physai_sim.evaluation.reporting.plot_drive import drive_plot
from physai_sim.evaluation.reporting.plot_map import draw_ends, draw_points, new_map, rows
from physai_sim.evaluation.reporting.plot_spots import located, spots, trace
from physai_sim.evaluation.reporting.plot_style import (
    BLUE,
    CONTACT,
    EVENT,
    GREEN,
    INK,
    LINES,
    Key,
    Plot,
    house_style,
    svg_of,
)


def path_plots(episode: Episode, marks: Sequence[Moment], *, key: str) -> list[Plot]:
    """The paths of an episode; none where nothing was recorded.

    Args:
        episode: The recording.
        marks: Moments whose places are marked.
        key: Different for each episode of a page.
    """
    found = []
    if any(np.isfinite(odometry[:, :2]).all(axis=1).any() for odometry in cars(episode).values()):
        found.append(drive_plot(episode, marks, key=f"{key}-above"))
    tools = [poses for poses in episode.tools.values() if np.isfinite(poses[:, :3]).any()]
    if tools:
        above, aside = f"{key}-above-tool", f"{key}-side-tool"
        found.append(_moved(episode, marks, (0, 1), title="Tool from above", key=above))
        found.append(_moved(episode, marks, (0, 2), title="Tool from the side", key=aside))
    return found


def _moved(
    episode: Episode, marks: Sequence[Moment], plane: tuple[int, int], *, title: str, key: str
) -> Plot:
    across, up = plane
    paths = {name: finite(poses)[:, plane] for name, poses in episode.tools.items()}
    goals = rows([(place[across], place[up]) for place in episode.facts.goal.values()])
    touched = rows([(c.position_m[across], c.position_m[up]) for _, c in contact_starts(episode)])
    first, times = next(iter(paths.values())), episode.times_s
    seen, places = located((m for m in marks if m.kind not in ("end", "contact")), times, first)
    with house_style(key):
        points = np.concatenate([*paths.values(), goals, touched])
        figure, axes = new_map(points, width=380.0, margin=0.03)
        for index, path in enumerate(paths.values()):
            axes.plot(path[:, 0], path[:, 1], color=LINES[index % len(LINES)], linewidth=2.0)
            draw_ends(axes, path)
        draw_points(axes, goals, marker="P", colour=GREEN)
        draw_points(axes, places, marker="D", colour=EVENT)
        draw_points(axes, touched, marker="X", colour=CONTACT)
        axes.set(xlabel=f"{'xyz'[across]} [m]", ylabel=f"{'xyz'[up]} [m]")
        svg = svg_of(figure, label=title)
        found, moving = spots(axes, seen, places), trace(axes, times, first)
    keys = _keys(list(paths), has_goals=bool(len(goals)))
    keys += [Key("contact", "cross", CONTACT)] * bool(len(touched))
    keys += [Key("event", "dot", EVENT)] * bool(seen)
    return Plot(title, "", svg, tuple(keys), spots=found, trace=moving)


def _keys(names: Sequence[str], *, has_goals: bool) -> list[Key]:
    keys = [Key("tool", "line", BLUE)]
    if len(names) > 1:
        keys = [Key(name, "line", LINES[i % len(LINES)]) for i, name in enumerate(names)]
    keys += [Key("start", "ring", INK), Key("end", "square", INK)]
    return keys + [Key("goal", "plus", GREEN)] * has_goals
