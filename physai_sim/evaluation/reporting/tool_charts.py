"""What the plots over time show of arms: the way of the tool, what it touches, what is done.

Legend: T rows of truth.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.driving.road_users import HARMLESS
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.derivatives import derivative
from physai_sim.evaluation.reporting.chart import Chart, finite, line


def tool_charts(episode: Episode) -> Iterator[Chart]:
    """Distance to the goal, speed of the tool, force of contacts, conditions that hold."""
    times, hz = episode.times_s, episode.facts.control_hz
    tools = {name: finite(poses[:, :3]) for name, poses in episode.tools.items()}
    distances = [
        line(_both(tool, goal, len(tools)), times, np.linalg.norm(points - place, axis=1))
        for tool, points in tools.items()
        for goal, place in episode.facts.goal.items()
    ]
    if distances:
        yield Chart("Distance of the tool to the goal", "m", tuple(distances))
    speeds = [
        line(tool, times, np.linalg.norm([derivative(axis, hz) for axis in points.T], axis=0))
        for tool, points in tools.items()
        if len(points) >= 2
    ]
    if speeds:
        yield Chart("Speed of the tool", "m/s", tuple(speeds))
    if tools and episode.contacts:
        yield Chart("Greatest contact force", "N", (line("", times, _forces(episode)),))
    if episode.conditions:
        held = np.array(list(episode.conditions.values())).sum(axis=0).astype(np.float64)
        every = (float(len(episode.conditions)),)
        lines = (line("", times, held, is_held=True),)
        yield Chart("Goal conditions that hold", "", lines, every, "all")


def _both(tool: str, goal: str, tools: int) -> str:
    return goal if tools == 1 else f"{tool} to {goal}"


def _forces(episode: Episode) -> Array:
    """Strongest force with anything but the ground at each stamp, shape (T,) [N]."""
    found, bodies = np.zeros(len(episode.stamps_ns)), episode.facts.bodies
    for stamp, contact in episode.contacts:
        info = bodies.get(contact.body_b)
        row = int(np.searchsorted(episode.stamps_ns, stamp))
        if row < len(found) and not (info and info.category in HARMLESS):
            found[row] = max(found[row], contact.force_n)
    return found
