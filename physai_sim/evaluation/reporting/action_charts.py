"""What the plots over time show of commands: what was done, and what a policy would do.

Legend: N actions, A action size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import Episode, is_car
from physai_sim.evaluation.reporting.chart import Chart, Line, finite, line
from physai_sim.evaluation.reporting.text import split_unit


def action_charts(episode: Episode) -> Iterator[Chart]:
    """The commands of each robot, with the first action of each plan where these differ."""
    if episode.actions.ndim != 2:
        return
    start, several, plans = 0, len(episode.facts.robots) > 1, _planned(episode)
    for name, robot in episode.facts.robots.items():
        own = slice(start, start + len(robot["action_names"]))
        start = own.stop
        told = _commands(robot, finite(episode.actions[:, own]))
        planned = [] if plans is None else list(_commands(robot, finite(plans[1][:, own])))
        for index, (title, unit, values) in enumerate(told):
            lines = [line(name, episode.action_stamps_ns / 1e9, values, is_held=True)]
            if plans is not None:
                lines = _beside(lines[0], line("plan", plans[0], planned[index][2], is_held=True))
            yield Chart(f"{title} of {name}" if several else title, unit, tuple(lines))


def _planned(episode: Episode) -> tuple[Array, Array] | None:
    """Times [s] and first actions, shape (N, A), of all plans of the size of the actions."""
    size = episode.actions.shape[1]
    firsts = [
        (plan.stamp_ns / 1e9, plan.chunks[0].actions[0])
        for plan in episode.plans
        if plan.chunks and plan.chunks[0].actions.shape[1:] == (size,)
    ]
    if not firsts:
        return None
    return np.array([time for time, _ in firsts]), np.array([action for _, action in firsts])


def _beside(recorded: Line, planned: Line) -> list[Line]:
    """Both lines, or the first alone where the plans are what was done."""
    rows = np.searchsorted(recorded.times_s, planned.times_s, side="right") - 1
    known = rows >= 0
    done = recorded.values[rows[known]]
    if not len(done) or np.allclose(done, planned.values[known], atol=1e-6, equal_nan=True):
        return [recorded]
    return [Line("recorded", recorded.times_s, recorded.values, is_held=True), planned]


def _commands(robot: Mapping[str, Any], columns: Array) -> Iterator[tuple[str, str, Array]]:
    """Title, unit and values of what is plotted of a robot's actions, shape (N, A)."""
    groups: dict[tuple[str, str], list[int]] = {}
    for i, name in enumerate(robot["action_names"][: columns.shape[1]]):
        words, unit = split_unit(name)
        alone = is_car(robot) or words.startswith("gripper")
        # An arm has many commands of one kind: their norm says how much it was told to move.
        kind = "turn" if unit == "rad" else "motion"
        groups.setdefault((words if alone else kind, unit), []).append(i)
    for (words, unit), which in groups.items():
        values = columns[:, which[0]]
        if len(which) > 1:
            values = np.linalg.norm(columns[:, which], axis=1)
        yield f"Commanded {words}", unit, values
