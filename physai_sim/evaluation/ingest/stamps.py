"""Which stamps of a recording are to be believed, and where its clock was reset.

Legend: M stamps in the order in which they were recorded.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.timing import NS_PER_S
from physai_sim.evaluation.ingest.cdr import MAX_STAMP_NS

RESET_NS = NS_PER_S
"""A fall of time by more than this is a reset of the clock, if time goes on from there [ns]."""
LONGEST_GAP_NS = 10 * NS_PER_S
"""Longest time without a row that a policy is asked in, and that is not told of [ns]."""

Stamps = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Ordered(NamedTuple):
    """Which stamps come after all before them, and how many of the others there are."""

    is_kept: Mask
    duplicates: int
    disordered: int
    senseless: int


def in_order(stamps_ns: Stamps) -> Ordered:
    """Keep the stamps that rise; of equal ones the first.

    A single stamp that is far ahead of those around it is left out, not those after it.
    """
    is_sensible = (stamps_ns > 0) & (stamps_ns < MAX_STAMP_NS)
    usable = is_sensible & ~_spikes(stamps_ns)
    before = np.maximum.accumulate(np.where(usable, stamps_ns, -1))
    before = np.concatenate([[-1], before[:-1]])
    is_kept = usable & (stamps_ns > before)
    late = is_sensible & ~is_kept
    duplicates = int(np.sum(late & np.isin(stamps_ns, stamps_ns[is_kept])))
    return Ordered(is_kept, duplicates, int(np.sum(late)) - duplicates, int(np.sum(~is_sensible)))


def resets(stamps_ns: Stamps) -> list[int]:
    """Places at which time falls and goes on from there: each begins a new segment."""
    found = []
    for fall in _falls(stamps_ns):
        before, after = stamps_ns[fall], stamps_ns[fall + 1 :]
        is_ahead = fall > 0 and after[0] >= stamps_ns[fall - 1]  # one stamp that was far ahead
        is_late = len(after) == 1 or after[1] >= before  # one stamp that came late
        if not is_ahead and not is_late:
            found.append(fall + 1)
    return found


def _falls(stamps_ns: Stamps) -> list[int]:
    return [int(place) for place in np.flatnonzero(np.diff(stamps_ns) < -RESET_NS)]


def _spikes(stamps_ns: Stamps) -> Mask:
    """Stamps far ahead of both neighbours, which agree with one another."""
    found = np.zeros(len(stamps_ns), dtype=np.bool_)
    for fall in _falls(stamps_ns):
        is_late = fall + 2 < len(stamps_ns) and stamps_ns[fall + 2] >= stamps_ns[fall]
        if not is_late and fall > 0 and stamps_ns[fall + 1] >= stamps_ns[fall - 1]:
            found[fall] = True
    return found
