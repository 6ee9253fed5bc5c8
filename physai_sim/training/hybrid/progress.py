"""What happened while a language model learned: one row for each step that was noted."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.core.output import write_text

COLUMNS = ("step", "seconds", "loss", "accuracy", "imbalance")


@dataclass
class Progress:
    """Grows while something learns, and goes on over an interruption.

    Attributes:
        step: Steps so far.
        seconds: Wall time spent on them [s].
        rows: Of the steps that were noted: step, seconds, loss [nats per token], share of counted
            tokens that were right, largest load of an expert over the mean.
    """

    step: int = 0
    seconds: float = 0.0
    rows: list[tuple[float, ...]] = field(default_factory=list)

    def table(self) -> Array:
        """The R noted steps in the order of `COLUMNS`, shape (R, 5)."""
        return np.array(self.rows, np.float64).reshape(-1, len(COLUMNS))

    def column(self, name: str) -> Array:
        """One column, shape (R,)."""
        return self.table()[:, COLUMNS.index(name)]

    def write_csv(self, path: Path) -> None:
        """Write all rows as text.

        Raises:
            MachineError: If the file cannot be written.
        """
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(self.rows)
        write_text(path, text.getvalue())
