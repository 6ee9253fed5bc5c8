"""What happened while a language model learned: one row for each step that was noted."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from physai_sim.core.output import write_text
from physai_sim.training.rows import Rows

COLUMNS = ("step", "seconds", "loss", "accuracy", "imbalance")


@dataclass
class Progress(Rows):
    """Grows while something learns, and goes on over an interruption.

    Attributes:
        step: Steps so far.
        seconds: Wall time spent on them [s].
        rows: Of the steps that were noted: step, seconds, loss [nats per token], share of counted
            tokens that were right, largest load of an expert over the mean.
    """

    columns: ClassVar[tuple[str, ...]] = COLUMNS

    step: int = 0
    seconds: float = 0.0
    rows: list[tuple[float, ...]] = field(default_factory=list)

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
