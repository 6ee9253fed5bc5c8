"""One time for all of a recording: that of the stamps which most messages bear.

A simulation's stamps start at zero while its recorder goes by the wall's clock. What bears no
stamp is then placed between the stamped messages that were recorded around it.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from physai_sim.core.timing import NS_PER_S
from physai_sim.evaluation.ingest.stamps import Stamps, in_order
from physai_sim.evaluation.ingest.track import Part

_SAME_CLOCK_NS = 10 * NS_PER_S


class RecordedTime:
    """The time of stamps, also for messages that bear none.

    Args:
        parts: All messages of a stretch in which no clock was reset.

    Attributes:
        first_ns: The earliest [ns]; 0 without messages.
    """

    def __init__(self, parts: Iterable[Part]) -> None:
        streams = [part.stream for part in parts]
        stamped = [s for s in streams if s.stamps_ns is not None and np.any(s.stamps_ns > 0)]
        self._logged = self._stamps = np.zeros(0, dtype=np.int64)
        if stamped:
            best = max(stamped, key=lambda stream: len(stream.logged_ns))
            assert best.stamps_ns is not None
            kept = in_order(best.stamps_ns).is_kept & in_order(best.logged_ns + 1).is_kept
            self._logged, self._stamps = best.logged_ns[kept], best.stamps_ns[kept]
        logged = [int(s.logged_ns.min()) for s in streams if len(s.logged_ns)]
        self.first_ns = int(self.of(np.array([min(logged, default=0)], dtype=np.int64))[0])

    def of(self, logged_ns: Stamps) -> Stamps:
        """The time at which something was recorded [ns]."""
        if not len(self._logged):
            return logged_ns
        gaps = self._stamps - self._logged
        if abs(int(np.median(gaps))) < _SAME_CLOCK_NS:
            return logged_ns
        # In differences, for a float does not hold the nanoseconds since 1970.
        at = (logged_ns - self._logged[0]).astype(np.float64)
        known = (self._logged - self._logged[0]).astype(np.float64)
        since = np.interp(at, known, (self._stamps - self._stamps[0]).astype(np.float64))
        return np.asarray(self._stamps[0] + np.rint(since).astype(np.int64))

    def stamps(self, part: Part) -> Stamps:
        """The time of each message of a topic, shape (N,) [ns]: its own where it bears one."""
        if part.stamps_ns is not None and np.any(part.stamps_ns > 0):
            return part.stamps_ns
        return self.of(part.logged_ns)
