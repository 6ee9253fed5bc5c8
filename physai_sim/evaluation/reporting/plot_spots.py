"""Where moments are in a map, so that a page can lead from a place to its time and back.

Legend: T rows of truth, M moments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes

from physai_sim.core.geometry import Array
from physai_sim.evaluation.reporting.moments import Moment
from physai_sim.evaluation.reporting.plot_style import Spot

MOST_TRACED = 300


def located(moments: Iterable[Moment], times_s: Array, path: Array) -> tuple[list[Moment], Array]:
    """The moments at which it is known where something was, with the places, shape (M, 2).

    Args:
        moments: Some.
        times_s: Shape (T,) [s].
        path: Where it was, shape (T, 2) [m]; the row that is nearest in time counts.
    """
    rows, found = min(len(times_s), len(path)), list[tuple[Moment, Array]]()
    for moment in moments if rows else ():
        place = path[int(np.abs(times_s[:rows] - moment.time_s).argmin())]
        if np.isfinite(place).all():
            found.append((moment, place))
    places = np.array([place for _, place in found], dtype=np.float64).reshape(-1, 2)
    return [moment for moment, _ in found], places


def spots(axes: Axes, moments: Sequence[Moment], places: Array) -> tuple[Spot, ...]:
    """A spot for each moment at its place in a map, shape (M, 2) [m]."""
    return tuple(
        Spot(*_shares(axes, place), moment.time_s, moment.text)
        for moment, place in zip(moments, places, strict=True)
    )


def trace(axes: Axes, times_s: Array, path: Array) -> tuple[tuple[float, float, float], ...]:
    """Time and place of what moved along a path, thinned; rows that are not finite are left out.

    Args:
        axes: Of the map.
        times_s: Shape (T,) [s].
        path: Shape (T, 2) [m].
    """
    rows = min(len(times_s), len(path))
    known = np.flatnonzero(np.isfinite(path[:rows]).all(axis=1))
    if len(known) > MOST_TRACED:
        known = known[np.linspace(0, len(known) - 1, MOST_TRACED).round().astype(int)]
    return tuple((round(float(times_s[i]), 3), *_shares(axes, path[i])) for i in known)


def _shares(axes: Axes, place: Array) -> tuple[float, float]:
    """A place as shares of the drawing from its upper left corner [%]."""
    width, height = axes.figure.bbox.size
    x, y = axes.transData.transform(place)
    return round(100.0 * float(x) / width, 2), round(100.0 - 100.0 * float(y) / height, 2)
