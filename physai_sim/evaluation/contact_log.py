"""Contacts of an episode in the order of time, made into objects only while they are looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import overload

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.truth import Contact

Touch = tuple[int, Contact]
"""A contact with the stamp of its control step [ns]."""


class ContactLog(Sequence[Touch]):
    """Each contact with the stamp of the control step in which it was strongest.

    Wheels touch the road at every stamp: an hour of them as objects takes a hundred times the
    memory of their numbers.

    Args:
        stamps_ns: Of the rows, shape (T,) [ns].
        found: The contacts of each row, or of none.
    """

    def __init__(self, stamps_ns: NDArray[np.int64], found: Sequence[tuple[Contact, ...]]) -> None:
        self._stamps_ns, self._found = stamps_ns, found
        self._ends = np.fromiter(accumulate(len(row) for row in found), np.int64, len(found))

    def __len__(self) -> int:
        """Number of contacts."""
        return int(self._ends[-1]) if len(self._ends) else 0

    def __iter__(self) -> Iterator[Touch]:
        """All of them, in the order of time."""
        for stamp_ns, row in zip(self._stamps_ns, self._found, strict=False):
            for contact in row:
                yield int(stamp_ns), contact

    @overload
    def __getitem__(self, place: int) -> Touch: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Touch]: ...
    def __getitem__(self, place: int | slice) -> Touch | Sequence[Touch]:
        """One of them, or some."""
        if isinstance(place, slice):
            return tuple(self[one] for one in range(len(self))[place])
        place = range(len(self))[place]
        row = bisect_right(self._ends, place)
        first = int(self._ends[row - 1]) if row else 0
        return int(self._stamps_ns[row]), self._found[row][place - first]

    def __eq__(self, other: object) -> bool:
        """Whether another sequence holds the same."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]
