"""Values of the last second, for figures that follow what happens now."""

from __future__ import annotations

import statistics
from collections import deque

from physai_sim.core.timing import NS_PER_S

# Two thousand values a second are more than any sensor or command here has.
MOST = 4096


class Window:
    """Values with the time at which each came; those older than a span are forgotten.

    Args:
        span_ns: How long a value counts [ns].
    """

    def __init__(self, span_ns: int = NS_PER_S) -> None:
        self._span_ns = span_ns
        self._values: deque[tuple[int, float]] = deque(maxlen=MOST)

    def add(self, value: float, *, at_ns: int) -> None:
        """Take a value; `at_ns` never falls."""
        self._values.append((at_ns, value))

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()

    def values(self, now_ns: int) -> list[float]:
        """Those of the span before `now_ns`, oldest first."""
        while self._values and now_ns - self._values[0][0] >= self._span_ns:
            self._values.popleft()
        return [value for _, value in self._values]

    def per_second(self, now_ns: int) -> float:
        """How many came per second of the span [Hz]."""
        return len(self.values(now_ns)) * NS_PER_S / self._span_ns

    def median_and_max(self, now_ns: int) -> tuple[float, float] | None:
        """Of the values in the span; None where there are none."""
        values = self.values(now_ns)
        return (statistics.median(values), max(values)) if values else None
