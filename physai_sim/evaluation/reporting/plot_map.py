"""A map in a figure and what is drawn on it: a road, a path coloured by speed, marked places.

Legend: N points, R route points, T rows of truth.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting.moments import Moment
from physai_sim.evaluation.reporting.plot_style import INK, MUTED, RULE, few_ticks, new_figure

# From slow to fast; even in lightness, and dark enough at both ends for a white page.
RAMP = "#e0a100,#3a9e8f,#14406b"
_SPEED = LinearSegmentedColormap.from_list("speed", RAMP.split(","))
_LEVELS = 12
_LEFT, _RIGHT, _BOTTOM, _TOP = 58.0, 10.0, 44.0, 8.0
_SHAPES = (0.45, 1.05)  # least and greatest height of a map over its width


def rows(points: Sequence[Sequence[float]]) -> Array:
    """Points as an array, shape (N, 2), also for none."""
    return np.array(points, dtype=np.float64).reshape(-1, 2)


def new_map(points: Array, *, width: float, margin: float) -> tuple[Figure, Axes]:
    """A figure with equal axes that show all points.

    Args:
        points: What must be seen, shape (N, 2); at least one is finite [m].
        width: Of the figure, in SVG units.
        margin: Around the points [m].

    Returns:
        The figure, and its axes with limits that fill it.
    """
    low, high = np.nanmin(points, axis=0) - margin, np.nanmax(points, axis=0) + margin
    span, inside = high - low, width - _LEFT - _RIGHT
    height = inside * float(np.clip(span[1] / span[0], *_SHAPES))
    # A metre is as long across as up; what is too narrow is widened about its middle.
    scale = max(span[0] / inside, span[1] / height)
    half = scale * np.array([inside, height]) / 2
    (left, bottom), (right, top) = (low + high) / 2 - half, (low + high) / 2 + half
    figure, axes = _with_margins(width, height + _BOTTOM + _TOP)
    axes.set(xlim=(left, right), ylim=(bottom, top))
    few_ticks(axes, across=6, up=5)
    return figure, axes


def _with_margins(width: float, height: float) -> tuple[Figure, Axes]:
    figure = new_figure(width, height)
    left, right = _LEFT / width, 1.0 - _RIGHT / width
    figure.subplots_adjust(left, _BOTTOM / height, right, 1.0 - _TOP / height)
    return figure, figure.add_subplot()


def draw_road(axes: Axes, route: Array, width_m: float | None) -> None:
    """A route with the edges of its lane.

    Args:
        axes: Where.
        route: (x, y, yaw) rows, shape (R, 3) [m, m, rad].
        width_m: Of the lane; None draws the route alone.
    """
    if len(route) < 2:
        return
    middle, yaw = route[:, :2], route[:, 2]
    if width_m is not None:
        aside = np.column_stack([-np.sin(yaw), np.cos(yaw)]) * width_m / 2
        left, right = middle + aside, middle - aside
        surface = np.concatenate([left, right[::-1]])
        axes.fill(surface[:, 0], surface[:, 1], color=RULE, alpha=0.6, linewidth=0.0)
        for edge in (left, right):
            axes.plot(edge[:, 0], edge[:, 1], color=MUTED, linewidth=0.8)
    axes.plot(middle[:, 0], middle[:, 1], color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)))


def draw_coloured(axes: Axes, path: Array, values: Array, limits: tuple[float, float]) -> None:
    """A path whose colour tells a value.

    Args:
        axes: Where.
        path: Shape (T, 2); NaN leaves a gap.
        values: Shape (T,).
        limits: Values of the first and the last colour.
    """
    known = np.isfinite(path).all(axis=1) & np.isfinite(values)
    path, values = path[known], values[known]
    if len(path) < 2:
        return
    low, high = limits
    shares = (values[:-1] - low) / max(high - low, 1e-9)
    levels = np.clip(shares * _LEVELS, 0, _LEVELS - 1).astype(int)
    # One line for each stretch of one colour: a line for each step would make pages huge.
    cuts = [0, *(np.flatnonzero(np.diff(levels)) + 1), len(levels)]
    lines = [path[a : b + 1] for a, b in itertools.pairwise(cuts)]
    colours = _SPEED(levels[cuts[:-1]] / (_LEVELS - 1))
    axes.add_collection(
        LineCollection(lines, colors=colours, linewidths=3.0, capstyle="round"), autolim=False
    )


def draw_ends(axes: Axes, path: Array) -> None:
    """A ring where a path starts, a square where it ends."""
    known = path[np.isfinite(path).all(axis=1)]
    if len(known):
        for place, marker, fill in ((known[0], "o", "white"), (known[-1], "s", INK)):
            axes.plot(
                *place, marker=marker, markersize=7, color=fill, markeredgecolor=INK, zorder=4
            )


def draw_points(axes: Axes, points: Array, *, marker: str, colour: str) -> None:
    """Marked places, shape (N, 2)."""
    axes.plot(
        points[:, 0],
        points[:, 1],
        linestyle="none",
        marker=marker,
        markersize=9 if marker != "D" else 6.5,
        color=colour,
        markeredgecolor="white",
        markeredgewidth=0.8,
        zorder=5,
    )


def places(episode: Episode, path: Array, marks: Iterable[Moment]) -> Array:
    """Where events happened: the rows of a path that are nearest in time, shape (N, 2).

    Args:
        episode: Whose rows these are.
        path: Shape (T, 2 or more) [m].
        marks: Moments; only those of kind "event" have a place here.
    """
    times = [mark.time_s for mark in marks if mark.kind == "event"]
    stamps = episode.times_s[: len(path)]
    if not times or not len(stamps):
        return rows([])
    nearest = np.abs(stamps[:, None] - np.array(times)).argmin(axis=0)
    return path[nearest, :2]
