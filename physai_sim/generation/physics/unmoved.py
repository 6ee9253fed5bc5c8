"""How far something goes for no reason: it gathers way while nothing touches it.

Legend: T frames.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array

# Over shorter times a pixel more or less is a great change of speed [s].
WINDOW_S = 0.25


def unexplained_m(place: Array, is_touched: NDArray[np.bool_], hz: int) -> float:
    """The greatest growth of the way that it goes in a quarter of a second, while untouched.

    What rolls or flies keeps its speed over the ground or loses it, so that it never goes farther
    than in the quarter of a second before.

    Args:
        place: Over the ground, NaN where it is not known, shape (T, 2) [m].
        is_touched: By something that could push it, shape (T,).
        hz: Frames per second.

    Returns:
        A distance [m]; 0 where it is never untouched for half a second.
    """
    width = max(2, round(WINDOW_S * hz))
    free = ~is_touched & np.isfinite(place).all(axis=1)
    greatest = 0.0
    for k in range(width, len(place) - width):
        if free[k - width : k + width + 1].all():
            before = float(np.linalg.norm(place[k] - place[k - width]))
            after = float(np.linalg.norm(place[k + width] - place[k]))
            greatest = max(greatest, after - before)
    return greatest
