"""A bench and the rows it prints."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Literal, Protocol

_COMPARE = {"<=": operator.le, ">=": operator.ge, "==": operator.eq}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its bar.

    Args:
        name: Id of the row.
        value: What was measured; None where it could not be run.
        unit: "ratio", "share", "ms" or "MB".
        bar: What it is held against.
        op: How.
        note: How it was measured, or why not.
    """

    name: str
    value: float | None
    unit: str
    bar: float
    op: Literal["<=", ">=", "=="]
    note: str = ""

    @property
    def ok(self) -> bool | None:
        """Whether the bar is met; None where nothing was measured."""
        return None if self.value is None else bool(_COMPARE[self.op](self.value, self.bar))


class Bench(Protocol):
    """Measures some rows."""

    def run(self, *, quick: bool) -> list[Row]:
        """Measure; a quick run takes seconds and says so in its notes."""
