"""Timers on any clock, and rates. Source: docs.ros.org, rclpy API, "Timer"."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rclpy._weak import weak_call
from rclpy.callback_groups import CallbackGroup
from rclpy.clock import Clock
from rclpy.clock_type import ClockType
from rclpy.exceptions import InvalidHandle, ROSInterruptException
from rclpy.time import Time
from rclpy.utilities import get_default_context


@dataclass(frozen=True, slots=True)
class TimerInfo:
    """What a callback with a parameter of this type is told: when it should have run, and did."""

    expected_call_time: Time
    actual_call_time: Time


class Timer:
    """Calls back at a fixed period of its clock.

    A call that comes late does not shift the next ones; periods that were missed are skipped.

    Args:
        callback: Called without arguments, or with a `TimerInfo` where a parameter says so.
        callback_group: Says when the callback may run.
        timer_period_ns: Period [ns]; 0: as often as the executor can.
        clock: Measures the period.
        context: Whose end stops it.
        autostart: Whether it runs from the start.
    """

    def __init__(
        self,
        callback: Callable[..., Any] | None,
        callback_group: CallbackGroup | None,
        timer_period_ns: int,
        clock: Clock,
        *,
        context: Any = None,
        autostart: bool = True,
    ) -> None:
        if timer_period_ns < 0:
            raise ValueError(f"timer period must be non-negative, got {timer_period_ns} ns")
        self._context = get_default_context() if context is None else context
        self.callback, self.callback_group = callback, callback_group
        self._clock, self._period = clock, int(timer_period_ns)
        self._lock = threading.RLock()
        self._canceled, self._destroyed, self._executor_event = not autostart, False, False
        self._wake: Callable[[], None] = lambda: None
        self._last = self._now()
        self._next = self._last + self._period
        clock.add_wake_callback(self._on_clock)

    @property
    def clock(self) -> Clock:
        """Measures the period."""
        return self._clock

    @property
    def timer_period_ns(self) -> int:
        """The period [ns]; a new one holds from the next call on, or from `reset`."""
        return self._period

    @timer_period_ns.setter
    def timer_period_ns(self, value: int) -> None:
        self._period = int(value)

    def is_ready(self) -> bool:
        """Whether a call is due."""
        return not self._canceled and self._due_in() <= 0

    def is_canceled(self) -> bool:
        """Whether it stands still until `reset`."""
        self._check()
        return self._canceled

    def cancel(self) -> None:
        """Let it stand still."""
        self._check()
        self._canceled = True

    def reset(self) -> None:
        """Start, or start anew: the next call is one period from now."""
        self._check()
        with self._lock:
            self._next = self._now() + self._period
            self._canceled = False
        self._wake()

    def time_since_last_call(self) -> int:
        """Since the callback was called last, or since the start [ns]."""
        self._check()
        return self._now() - self._last

    def time_until_next_call(self) -> int | None:
        """Until the next call is due, negative where it is late [ns]; None while canceled."""
        self._check()
        return None if self._canceled else self._due_in()

    def call(self) -> TimerInfo:
        """Take note of a call that happens now; the next one keeps the beat."""
        with self._lock:
            now, expected = self._now(), self._next
            self._last = now
            self._next += self._period
            if self._next < now:
                missed = -((self._next - now) // self._period) if self._period else 0
                self._next = self._next + missed * self._period if self._period else now
        kind = self._clock.clock_type
        return TimerInfo(
            Time(nanoseconds=max(0, expected), clock_type=kind),
            Time(nanoseconds=max(0, now), clock_type=kind),
        )

    def on_change(self, wake: Callable[[], None]) -> None:
        """Call this when the next call may be due at another time than an executor thinks."""
        self._wake = wake

    def wall_timeout_ns(self) -> int | None:
        """How long an executor may sleep for its sake [ns]; None: until somebody wakes it."""
        if self._canceled:
            return None
        if self._clock.clock_type == ClockType.ROS_TIME and self._follows_topic():
            return 0 if self._due_in() <= 0 else None
        return max(0, self._due_in())

    def destroy(self) -> None:
        """End it; `Node.destroy_timer` does so."""
        if not self._destroyed:
            self._destroyed = self._canceled = True
            self._clock.remove_wake_callback(self._on_clock)

    def _follows_topic(self) -> bool:
        return bool(getattr(self._clock, "ros_time_is_active", False))

    def _now(self) -> int:
        return int(self._clock.now().nanoseconds)

    def _due_in(self) -> int:
        return self._next - self._now()

    def _on_clock(self) -> None:
        """The time of the clock changed: where it jumped back, count from there."""
        with self._lock:
            now = self._now()
            if now < self._last:
                self._last, self._next = now, now + self._period
        self._wake()

    def _check(self) -> None:
        if self._destroyed:
            raise InvalidHandle("the timer was destroyed")


class Rate:
    """Sleeps so that a loop keeps a frequency; the node must be spun by another thread.

    Args:
        timer: Gives the beat; its callback is taken over.
        context: Whose end interrupts a sleep.
    """

    def __init__(self, timer: Timer, *, context: Any) -> None:
        self._timer, self._event = timer, threading.Event()
        self._destroyed, self._stopped = False, False
        timer.callback = self._event.set
        context.on_shutdown(weak_call(self._stop))

    def sleep(self) -> None:
        """Sleep until the next beat.

        Raises:
            ROSInterruptException: If the context ended or the rate was destroyed meanwhile.
        """
        self._event.clear()  # before it looks: an end that comes now must not be forgotten
        if self._stopped:
            raise ROSInterruptException()
        if self._destroyed:
            raise RuntimeError("Rate cannot sleep because it has been destroyed")
        self._event.wait()
        if self._stopped or self._destroyed:
            raise ROSInterruptException()

    def destroy(self) -> None:
        """End it, and a sleep in progress; `Node.destroy_rate` also destroys the timer."""
        self._destroyed = True
        self._event.set()

    def _stop(self) -> None:
        self._stopped = True
        self._event.set()
