"""What a map shows of the road and of everybody on it but the car.

Legend: R route points, T rows of truth.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.truth import LightInfo
from physai_sim.evaluation.reporting.plot_style import INK, MUTED, ORANGE, PAPER, PURPLE, RULE
from physai_sim.roads.network import RoadNetwork

_STEP_M = 1.5  # along a lane, from one drawn point to the next


def draw_lanes(axes: Axes, network: RoadNetwork) -> None:
    """All lanes as one grey area with light lines between them."""
    surfaces = []
    for lane in network.lanes.values():
        steps = max(1, round(lane.length_m / _STEP_M))
        poses = lane.path.poses_at(np.linspace(0.0, lane.length_m, steps + 1))
        left, right = _edges(poses, lane.width_m)
        surfaces.append(np.concatenate([left, right[::-1]]))
    axes.add_collection(
        PolyCollection(surfaces, facecolors=RULE, edgecolors=PAPER, linewidths=0.8),
        autolim=False,
    )


def draw_route(axes: Axes, route: Array, width_m: float | None, *, on_lanes: bool) -> None:
    """A route with the edges of its lane.

    Args:
        axes: Where.
        route: (x, y, yaw) rows, shape (R, 3) [m, m, rad].
        width_m: Of the lane; None draws the route alone.
        on_lanes: Whether the lanes were drawn already.
    """
    if len(route) < 2:
        return
    if width_m is not None and not on_lanes:
        left, right = _edges(route, width_m)
        surface = np.concatenate([left, right[::-1]])
        axes.fill(surface[:, 0], surface[:, 1], color=RULE, alpha=0.6, linewidth=0.0)
        for edge in (left, right):
            axes.plot(edge[:, 0], edge[:, 1], color=MUTED, linewidth=0.8)
    axes.plot(route[:, 0], route[:, 1], color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)))


def draw_others(axes: Axes, tracks: Mapping[str, Array]) -> None:
    """Ways of others as thin lines with a dot at their end; positions of shape (T, 2 or more)."""
    for path in tracks.values():
        known = path[np.isfinite(path[:, :2]).all(axis=1)]
        if len(known):
            axes.plot(path[:, 0], path[:, 1], color=PURPLE, linewidth=1.1, alpha=0.9)
            axes.plot(*known[-1, :2], marker="o", markersize=3.5, color=PURPLE)


def draw_lights(axes: Axes, lights: Mapping[str, LightInfo], network: RoadNetwork) -> None:
    """The stop line of each traffic light, across its lane."""
    for light in lights.values():
        if light.lane not in network.lanes:
            continue
        lane = network.lanes[light.lane]
        pose = lane.path.poses_at(np.array([light.stop_m]))
        (left,), (right,) = _edges(pose, lane.width_m)
        axes.plot(*np.array([left, right]).T, color=INK, linewidth=2.6, zorder=3)
        axes.plot(*np.array([left, right]).T, color=ORANGE, linewidth=1.4, zorder=3)


def draw_outside(axes: Axes, path: Array, outside: NDArray[np.bool_], colour: str) -> None:
    """Stretches of a path beside its lane, as a wide shadow below it.

    Args:
        axes: Where.
        path: Shape (T, 2).
        outside: Whether a row was, shape (T,).
        colour: Of the shadow.
    """
    rows = min(len(path), len(outside))
    shown = np.where(outside[:rows, None], path[:rows], np.nan)
    axes.plot(
        *shown.T, color=colour, linewidth=9.0, alpha=0.35, solid_capstyle="round", zorder=1.5
    )


def _edges(poses: Array, width_m: float) -> tuple[Array, Array]:
    """Left and right edge of a strip about (x, y, yaw) rows, shape (R, 2) each."""
    yaw = poses[:, 2]
    aside = np.column_stack([-np.sin(yaw), np.cos(yaw)]) * width_m / 2
    return poses[:, :2] + aside, poses[:, :2] - aside
