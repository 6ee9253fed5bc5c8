"""What the plots of an episode show, as arrays; what was not recorded is left out.

Legend: T rows of truth, N actions, A action size, R route points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.core.truth import Contact
from physai_sim.evaluation.derivatives import derivative
from physai_sim.evaluation.episode import Episode, is_car
from physai_sim.evaluation.metrics.collisions import HARMLESS, SAME_NS
from physai_sim.evaluation.reporting.text import split_unit
from physai_sim.evaluation.route_geometry import along_route


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One quantity over time.

    Args:
        label: Whose it is, where a chart has several lines.
        times_s: Shape (T,) [s].
        values: Shape (T,); NaN leaves a gap.
        is_held: Whether a value holds until the next.
    """

    label: str
    times_s: Array
    values: Array
    is_held: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """Lines that share an axis.

    Args:
        title: What they show.
        unit: Its unit; "" for a plain number.
        lines: At least one.
        bounds: Values to mark across the chart.
        bounds_label: What these are.
    """

    title: str
    unit: str
    lines: tuple[Line, ...]
    bounds: tuple[float, ...] = ()
    bounds_label: str = ""


def finite(values: Array) -> Array:
    """A copy as float64 with NaN for everything that is not finite."""
    numbers = np.asarray(values, dtype=np.float64)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def charts(episode: Episode) -> list[Chart]:
    """Everything worth plotting over time, in the order of a page."""
    found = [*_car_charts(episode), *_tool_charts(episode), *_action_charts(episode)]
    # The first reward is 0 by definition, before anything was done.
    reward = _line("", episode.times_s[1:], episode.rewards[1:])
    return [c for c in (*found, Chart("Reward", "", (reward,))) if _has_numbers(c)]


def clean_route(route: Array) -> Array:
    """The route without rows that are not finite or do not move on, shape (R, 3)."""
    rows = route[np.isfinite(route).all(axis=1)] if route.size else np.zeros((0, 3))
    moves = np.linalg.norm(np.diff(rows[:, :2], axis=0), axis=1) > 0.0
    return rows[np.concatenate([[True], moves])] if len(rows) else rows


def contact_starts(episode: Episode) -> list[tuple[int, Contact]]:
    """The first contact of each touch with anything but the ground, with its stamp [ns].

    Touches are told apart as the collision metric does.
    """
    found, last = [], dict[tuple[str, str], int]()
    for stamp, contact in episode.contacts:
        info = episode.facts.bodies.get(contact.body_b)
        if (info and info.category in HARMLESS) or contact.body_a == contact.body_b:
            continue
        pair = (contact.body_a, contact.body_b)
        if stamp - last.get(pair, -SAME_NS - 1) > SAME_NS:
            found.append((stamp, contact))
        last[pair] = stamp
    return found


def cars(episode: Episode) -> dict[str, Array]:
    """True odometry of each car by its name, shape (T, 13)."""
    robots = episode.facts.robots
    return {n: finite(o) for n, o in episode.odometry.items() if is_car(robots[n])}


def _line(label: str, times_s: Array, values: Array, *, is_held: bool = False) -> Line:
    rows = min(len(times_s), len(values))
    return Line(label, times_s[:rows], finite(values[:rows]), is_held)


def _has_numbers(chart: Chart) -> bool:
    return any(np.isfinite(line.values).any() for line in chart.lines)


def _car_charts(episode: Episode) -> Iterator[Chart]:
    times, found = episode.times_s, cars(episode)
    if not found:
        return
    yield Chart("Speed", "m/s", tuple(_line(n, times, o[:, 7]) for n, o in found.items()))
    name, odometry = next(iter(found.items()))
    route, width = clean_route(episode.route), episode.facts.lane_width_m
    if len(route) >= 2:
        _, beside = along_route(route, odometry[:, :2])
        bounds = () if width is None else (-width / 2, width / 2)
        line = _line(name, times, beside)
        yield Chart("Offset from the route", "m, left positive", (line,), bounds, "edge of lane")


def _tool_charts(episode: Episode) -> Iterator[Chart]:
    times, hz = episode.times_s, episode.facts.control_hz
    tools = {name: finite(poses[:, :3]) for name, poses in episode.tools.items()}
    distances = [
        _line(_both(tool, goal, len(tools)), times, np.linalg.norm(points - place, axis=1))
        for tool, points in tools.items()
        for goal, place in episode.facts.goal.items()
    ]
    if distances:
        yield Chart("Distance of the tool to the goal", "m", tuple(distances))
    speeds = [
        _line(tool, times, np.linalg.norm([derivative(axis, hz) for axis in points.T], axis=0))
        for tool, points in tools.items()
        if len(points) >= 2
    ]
    if speeds:
        yield Chart("Speed of the tool", "m/s", tuple(speeds))


def _both(tool: str, goal: str, tools: int) -> str:
    return goal if tools == 1 else f"{tool} to {goal}"


def _action_charts(episode: Episode) -> Iterator[Chart]:
    if episode.actions.ndim != 2:
        return
    start, several = 0, len(episode.facts.robots) > 1
    for name, robot in episode.facts.robots.items():
        size = len(robot["action_names"])
        columns = episode.actions[:, start : start + size]
        start += size
        for title, unit, values in _commands(robot, finite(columns)):
            line = _line(name, episode.action_stamps_ns / 1e9, values, is_held=True)
            yield Chart(f"{title} of {name}" if several else title, unit, (line,))


def _commands(robot: Mapping[str, Any], columns: Array) -> Iterator[tuple[str, str, Array]]:
    """Title, unit and values of what is plotted of a robot's actions, shape (N, A)."""
    groups: dict[tuple[str, str], list[int]] = {}
    for i, name in enumerate(robot["action_names"][: columns.shape[1]]):
        words, unit = split_unit(name)
        alone = robot["wheelbase_m"] is not None or words.startswith("gripper")
        # An arm has many commands of one kind: their norm says how much it was told to move.
        kind = "turn" if unit == "rad" else "motion"
        groups.setdefault((words if alone else kind, unit), []).append(i)
    for (words, unit), which in groups.items():
        values = columns[:, which[0]]
        if len(which) > 1:
            values = np.linalg.norm(columns[:, which], axis=1)
        yield f"Commanded {words}", unit, values
