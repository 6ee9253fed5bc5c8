"""A map in a figure and what is drawn on it: a path coloured by speed, marked places.

Legend: N points, T rows of truth.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from physai_sim.core.geometry import Array
from physai_sim.evaluation.reporting.plot_style import INK, PAPER, few_ticks, new_figure

# From slow to fast; even in lightness, and told from white and from dark paper at both ends.
RAMP = "#e0a100,#3a9e8f,#2f62a8"
_SPEED = LinearSegmentedColormap.from_list("speed", RAMP.split(","))
_LEVELS = 12
_MOST_ROWS = 3000  # of a drawn path: an hour of driving must not make a page huge
_LEFT, _RIGHT, _BOTTOM, _TOP = 58.0, 10.0, 44.0, 8.0
_SHAPES = (0.45, 1.05)  # least and greatest height of a map over its width


def rows(points: Sequence[Sequence[float] | Array]) -> Array:
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


def draw_coloured(axes: Axes, path: Array, values: Array, limits: tuple[float, float]) -> None:
    """A path whose colour tells a value.

    Args:
        axes: Where.
        path: Shape (T, 2); NaN leaves a gap.
        values: Shape (T,).
        limits: Values of the first and the last colour.
    """
    known = np.flatnonzero(np.isfinite(path).all(axis=1) & np.isfinite(values))
    known = known[:: max(1, len(known) // _MOST_ROWS)]
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
        for place, marker, fill in ((known[0], "o", PAPER), (known[-1], "s", INK)):
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
        markeredgecolor=PAPER,
        markeredgewidth=0.8,
        zorder=5,
    )
