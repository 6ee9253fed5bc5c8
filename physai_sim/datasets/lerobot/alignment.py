"""How well the streams of a bag fit the control stamps, before any of it becomes rows.

Legend: R rows (actions), N messages of a stream.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.timing import NS_PER_S, stamp_of

Stamps = NDArray[np.int64]
_NS_PER_MS = 1e6


@dataclass(frozen=True, slots=True)
class StreamAlignment:
    """One stream against the control stamps.

    Args:
        name: Name of the sensor, "action", or name of the truth.
        topic: Its topic.
        rate_hz: Its nominal rate.
        messages: How many there are.
        drops: How many of its own ticks have none, from the first row to the last.
        missing: Rows before which there is none at all.
        skew_mean_ms: Mean age of the message that a row takes [ms]; None without messages.
        skew_max_ms: Greatest such age [ms].
        limit_ms: What the age may be [ms].
    """

    name: str
    topic: str
    rate_hz: int
    messages: int
    drops: int
    missing: int
    skew_mean_ms: float | None
    skew_max_ms: float | None
    limit_ms: float

    @property
    def fault(self) -> str | None:
        """Why its rows cannot be trusted, in a clause; None if they can."""
        if self.skew_max_ms is None:
            return f"{self.name}: no message"
        if self.missing:
            return f"{self.name}: missing in {self.missing} rows"
        if self.skew_max_ms > self.limit_ms:
            return f"{self.name}: {self.skew_max_ms:.3f} ms old, allowed {self.limit_ms:.3f} ms"
        return None


@dataclass(frozen=True, slots=True)
class BagAlignment:
    """A bag against its control stamps.

    Args:
        bag: Where it is.
        rows: Number of rows that it gives.
        streams: One entry per sensor that becomes columns or frames, and for the actions and each
            truth.
        trouble: What else is wrong with the bag, in clauses.
    """

    bag: str
    rows: int
    streams: tuple[StreamAlignment, ...]
    trouble: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """Why it is refused; empty if it is not."""
        return (*self.trouble, *(s.fault for s in self.streams if s.fault is not None))

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        streams = [{**asdict(stream), "fault": stream.fault} for stream in self.streams]
        return {
            "bag": self.bag,
            "rows": self.rows,
            "faults": list(self.faults),
            "streams": streams,
        }


def align(
    name: str, topic: str, stamps: Stamps, rows: Stamps, *, rate_hz: int, limit_ms: float | None
) -> StreamAlignment:
    """Hold a stream against the rows: each takes the newest message that is not later.

    Args:
        name: Name of the stream.
        topic: Its topic.
        stamps: When its messages were recorded, ascending, shape (N,) [ns].
        rows: Control stamps, ascending, shape (R,) [ns].
        rate_hz: Nominal rate of the stream.
        limit_ms: Greatest age allowed [ms]; by default less than one period of the stream, which
            only a message that was lost exceeds.
    """
    allowed = (stamp_of(1, rate_hz) - 1) / _NS_PER_MS if limit_ms is None else limit_ms
    newest = np.searchsorted(stamps, rows, side="right") - 1
    ages = (rows - stamps[newest])[newest >= 0] if len(stamps) else np.zeros(0, dtype=np.int64)
    return StreamAlignment(
        name=name,
        topic=topic,
        rate_hz=rate_hz,
        messages=len(stamps),
        drops=_drops(stamps, rows, rate_hz),
        missing=int((newest < 0).sum()),
        skew_mean_ms=float(ages.mean()) / _NS_PER_MS if len(ages) else None,
        skew_max_ms=float(ages.max()) / _NS_PER_MS if len(ages) else None,
        limit_ms=allowed,
    )


def off_grid(stamps: Stamps, wanted: Stamps) -> int:
    """How many of the wanted stamps have no message, or more than one."""
    times, counts = np.unique(stamps, return_counts=True)
    return int(len(wanted) - np.isin(wanted, times[counts == 1]).sum())


def _drops(stamps: Stamps, rows: Stamps, rate_hz: int) -> int:
    """Ticks without a message, told from gaps: half a period late is still the same tick."""
    if not len(rows):
        return 0
    inside = stamps[(stamps >= rows[0]) & (stamps <= rows[-1])]
    period = NS_PER_S / rate_hz
    edges = np.concatenate([[rows[0] - period], inside])
    gaps = np.rint(np.diff(edges) / period - 1e-6) - 1
    # Ticks that were due between the last message and the last row, unless the next one is late.
    due = np.floor((rows[-1] - edges[-1]) / period + 1e-3)
    for late in stamps[stamps > rows[-1]][:1]:
        due = min(due, np.rint((late - edges[-1]) / period - 1e-6) - 1)
    return int(np.maximum(gaps, 0).sum() + due)
