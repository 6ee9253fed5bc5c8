"""When something began to hold, and for how long it went on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Event


def begins(held: NDArray[np.bool_]) -> list[int]:
    """The rows, shape (T,), at which a condition begins to hold."""
    return [int(i) for i in np.flatnonzero(np.diff(held.astype(int), prepend=0) == 1)]


def spells(held: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First row and the row after the last of each spell in which a condition held."""
    ends = np.flatnonzero(np.diff(held.astype(int), append=0) == -1) + 1
    return [(first, int(end)) for first, end in zip(begins(held), ends, strict=True)]


def events_at(episode: Episode, rows: list[int], text: str) -> tuple[Event, ...]:
    """An event at each of some rows."""
    return tuple(Event(int(episode.stamps_ns[row]), text) for row in rows)
