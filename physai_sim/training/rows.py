"""What is noted while something learns: rows of numbers under names."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from physai_sim.core.geometry import Array


class Rows:
    """Rows by column, for a dataclass that has a field `rows` and names its columns.

    Attributes:
        columns: Names, C of them.
        rows: R rows of C numbers.
    """

    columns: ClassVar[tuple[str, ...]]
    rows: list[tuple[float, ...]]

    def table(self) -> Array:
        """All rows in the order of `columns`, shape (R, C)."""
        return np.array(self.rows, np.float64).reshape(-1, len(self.columns))

    def column(self, name: str) -> Array:
        """One column, shape (R,)."""
        return self.table()[:, self.columns.index(name)]
