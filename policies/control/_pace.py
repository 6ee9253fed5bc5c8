"""Simulated time held to the wall clock."""

from __future__ import annotations


class Pace:
    """When each control step is due for a person, for whom a second is a second.

    What comes more than a step late is not hurried after: the time is lost, counted and told.

    Args:
        control_hz: Rate of the steps.
        start_s: When the first one was due, on any clock that only goes forward.
    """

    def __init__(self, control_hz: int, start_s: float) -> None:
        self._period_s, self._origin_s = 1.0 / control_hz, start_s
        self.lost_s = 0.0

    def due_s(self, stamp_ns: int) -> float:
        """When the step of a stamp is due on that clock."""
        return self._origin_s + stamp_ns / 1e9

    def arrive(self, stamp_ns: int, now_s: float) -> None:
        """Take that the step of a stamp begins now."""
        late_s = now_s - self.due_s(stamp_ns)
        if late_s > self._period_s:
            self._origin_s += late_s
            self.lost_s += late_s

    def status(self) -> str:
        """In a few words."""
        return f"{self.lost_s:.1f} s behind real time" if self.lost_s else "in real time"
