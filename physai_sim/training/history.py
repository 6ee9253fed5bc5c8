"""What happened while something learned: one row per episode."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.training.rows import Rows

COLUMNS = ("steps", "seconds", "success", "reward", "length")
WINDOW = 50  # episodes that a running share is taken of


@dataclass
class History(Rows):
    """Grows while something learns, and goes on over an interruption.

    Attributes:
        steps: Control steps so far, over all copies of the world.
        seconds: Wall time spent on learning so far [s].
        rows: For each episode that ended the steps and seconds until then, whether it succeeded
            (0 or 1), the mean reward of its task and its control steps.
    """

    columns: ClassVar[tuple[str, ...]] = COLUMNS

    steps: int = 0
    seconds: float = 0.0
    rows: list[tuple[float, ...]] = field(default_factory=list)

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
