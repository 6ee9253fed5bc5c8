"""Keeps simulated time to the pace of wall time, and measures how well it does."""

from __future__ import annotations

import time
from collections import deque
from typing import Protocol

from physai_sim.core.errors import ConfigError
from physai_sim.core.timing import NS_PER_S

FASTEST = 100.0


class WallClock(Protocol):
    """A clock that never falls, and how to let its time pass."""

    def now_ns(self) -> int:
        """The time since some instant [ns]."""

    def sleep(self, duration_ns: int) -> None:
        """Let time pass [ns]."""


class MonotonicClock:
    """The machine's own."""

    def now_ns(self) -> int:
        """See the protocol."""
        return time.monotonic_ns()

    def sleep(self, duration_ns: int) -> None:
        """See the protocol."""
        time.sleep(duration_ns / NS_PER_S)


class Pacer:
    """Says when each stamp is due, waits for it, and counts the ticks that came too late.

    Stamps are held against the one that pacing began with, so that no error adds up. Ticks that
    come late are followed by shorter waits; a lag beyond `resync_ns` is given up instead.

    Args:
        real_time_factor: Simulated seconds per second; 0 does not wait at all.
        clock: What to wait by; the machine's own by default.
        resync_ns: The greatest lag that is still caught up with [ns].

    Raises:
        ConfigError: If the factor is negative, not finite or beyond `FASTEST`.
    """

    def __init__(
        self,
        real_time_factor: float,
        *,
        clock: WallClock | None = None,
        resync_ns: int = NS_PER_S // 2,
    ) -> None:
        if not 0.0 <= real_time_factor <= FASTEST:
            expected = f"0 (unpaced) to {FASTEST:g}"
            raise ConfigError("real-time factor", got=real_time_factor, expected=expected)
        # A whole number of millionths, so that due times are integers however long it runs.
        self._millionths = round(real_time_factor * 1_000_000)
        self._clock, self._resync_ns = clock or MonotonicClock(), resync_ns
        self._begun: tuple[int, int] | None = None
        self._ticks: deque[tuple[int, int]] = deque()
        self.overruns = 0
        self.resyncs = 0

    def restart(self) -> None:
        """Begin anew at the next stamp, as after a pause; the counts stay."""
        self._begun = None
        self._ticks.clear()

    def due_in_ns(self, stamp_ns: int) -> int:
        """Wall time until a stamp is due, negative where it is late [ns]; 0 when unpaced."""
        if self._millionths == 0:
            return 0
        now_ns = self._clock.now_ns()
        if self._begun is None:
            self._begun = (now_ns, stamp_ns)
        wall_ns, first_ns = self._begun
        due_ns = wall_ns + (stamp_ns - first_ns) * 1_000_000 // self._millionths
        return due_ns - now_ns

    def wait(self, stamp_ns: int) -> None:
        """Wait until a stamp is due; a tick that is already late is an overrun.

        Args:
            stamp_ns: Simulated time of the tick, greater at each call [ns].
        """
        left_ns = self.due_in_ns(stamp_ns)
        while left_ns > 0:
            self._clock.sleep(left_ns)
            left_ns = self.due_in_ns(stamp_ns)
            if left_ns <= 0:
                self._mark(stamp_ns)
                return
        self.overruns += left_ns < 0
        if left_ns < -self._resync_ns:
            self.resyncs += 1
            self._begun = (self._clock.now_ns(), stamp_ns)
        self._mark(stamp_ns)

    @property
    def real_time_factor(self) -> float | None:
        """Simulated time per wall time over the last second [1]; None before two ticks."""
        if len(self._ticks) < 2:
            return None
        (wall_ns, stamp_ns), (last_wall_ns, last_ns) = self._ticks[0], self._ticks[-1]
        return (last_ns - stamp_ns) / max(last_wall_ns - wall_ns, 1)

    def _mark(self, stamp_ns: int) -> None:
        now_ns = self._clock.now_ns()
        self._ticks.append((now_ns, stamp_ns))
        # The newest tick of a second ago stays, so that the span is never shorter.
        while len(self._ticks) > 2 and now_ns - self._ticks[1][0] >= NS_PER_S:
            self._ticks.popleft()
