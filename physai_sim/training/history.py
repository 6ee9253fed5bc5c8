"""What happened while something learned: one row per episode."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array

COLUMNS = ("steps", "seconds", "success", "reward", "length")
WINDOW = 50  # episodes that a running share is taken of


@dataclass
class History:
    """Grows while something learns, and goes on over an interruption.

    Attributes:
        steps: Control steps so far, over all copies of the world.
        seconds: Wall time spent on learning so far [s].
        rows: For each episode that ended the steps and seconds until then, whether it succeeded
            (0 or 1), the mean reward of its task and its control steps.
    """

    steps: int = 0
    seconds: float = 0.0
    rows: list[tuple[float, ...]] = field(default_factory=list)

    def table(self) -> Array:
        """The E episodes as an array in the order of `COLUMNS`, shape (E, 5)."""
        return np.array(self.rows, np.float64).reshape(-1, len(COLUMNS))

    def column(self, name: str) -> Array:
        """One column, shape (E,)."""
        return self.table()[:, COLUMNS.index(name)]

    def recent_success(self) -> float | None:
        """Share of the newest `WINDOW` episodes that succeeded; None before the first."""
        newest = [row[COLUMNS.index("success")] for row in self.rows[-WINDOW:]]
        return sum(newest) / len(newest) if newest else None


def running_mean(values: Array, window: int = WINDOW) -> Array:
    """Mean of each value with those before it, at most `window` of them, shape as given."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(ends - window, 0)
    mean: NDArray[np.float64] = (sums[ends] - sums[starts]) / (ends - starts)
    return mean
