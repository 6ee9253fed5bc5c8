"""A chart of an episode as arrays: lines over time that share an axis.

Legend: T rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from physai_sim.core.geometry import Array


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


def line(label: str, times_s: Array, values: Array, *, is_held: bool = False) -> Line:
    """A line of as many rows as both have; what is not finite becomes a gap."""
    rows = min(len(times_s), len(values))
    return Line(label, times_s[:rows], finite(values[:rows]), is_held)


def thinned(one: Line, most: int = 2000) -> Line:
    """The line with no more rows than can be told apart; peaks stay.

    Why: an hour of recording must not make a page huge. Of each stretch its least and its
    greatest value are kept, in the order of time; one without a value stays a gap.
    """
    if len(one.values) <= most:
        return one
    kept: list[int] = []
    for rows in np.array_split(np.arange(len(one.values)), most // 2):
        values = one.values[rows]
        if np.isnan(values).all():
            kept.append(int(rows[0]))
        else:
            kept += sorted({int(rows[np.nanargmin(values)]), int(rows[np.nanargmax(values)])})
    return Line(one.label, one.times_s[kept], one.values[kept], one.is_held)


def has_numbers(chart: Chart) -> bool:
    """Whether there is anything to draw."""
    return any(np.isfinite(one.values).any() for one in chart.lines)
