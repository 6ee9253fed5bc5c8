"""Clocks: of the system, steady, and of ROS, which follows a topic where it is told to.

Source: docs.ros.org, rclpy API, "Clock"; design.ros2.org, "Clock and Time".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from rclpy._jumps import SOURCE_CHANGES, ClockChange, JumpHandle, JumpThreshold, TimeJump
from rclpy._sleepers import sleep
from rclpy.clock_type import ClockType
from rclpy.constants import S_TO_NS
from rclpy.duration import Duration
from rclpy.exceptions import NotInitializedException
from rclpy.time import Time

__all__ = [
    "Clock",
    "ClockChange",
    "ClockType",
    "JumpHandle",
    "JumpThreshold",
    "ROSClock",
    "TimeJump",
]


class Clock:
    """Tells the time; one of kind ROS_TIME is a `ROSClock`.

    Args:
        clock_type: Its kind.

    Raises:
        TypeError: If the kind is none.
    """

    def __new__(cls, *, clock_type: ClockType = ClockType.SYSTEM_TIME) -> Clock:
        """Make a clock of the class that its kind needs."""
        if not isinstance(clock_type, ClockType):
            raise TypeError("Clock type must be a ClockType enum")
        follows = clock_type is ClockType.ROS_TIME and not issubclass(cls, ROSClock)
        return object.__new__(ROSClock if follows else cls)

    def __init__(self, *, clock_type: ClockType = ClockType.SYSTEM_TIME) -> None:
        self._clock_type = clock_type
        self._lock = threading.RLock()
        self._jump_handles: tuple[JumpHandle, ...] = ()
        self._wake_callbacks: tuple[Callable[[], object], ...] = ()

    @property
    def clock_type(self) -> ClockType:
        """Its kind."""
        return self._clock_type

    def __repr__(self) -> str:
        return f"Clock(clock_type={self._clock_type.name})"

    def now(self) -> Time:
        """The time now."""
        return Time(nanoseconds=self._now_ns(), clock_type=self._clock_type)

    def _now_ns(self) -> int:
        steady = self._clock_type is ClockType.STEADY_TIME
        return time.monotonic_ns() if steady else time.time_ns()

    def create_jump_callback(
        self,
        threshold: JumpThreshold,
        *,
        pre_callback: Callable[[], object] | None = None,
        post_callback: Callable[[TimeJump], object] | None = None,
    ) -> JumpHandle:
        """Call back when the time jumps; see `JumpHandle`."""
        return JumpHandle(
            clock=self,
            threshold=threshold,
            pre_callback=pre_callback,
            post_callback=post_callback,
        )

    def add_wake_callback(self, callback: Callable[[], object]) -> None:
        """Call this whenever the time of the clock was set, so that waits can be measured anew."""
        with self._lock:
            self._wake_callbacks = (*self._wake_callbacks, callback)

    def remove_wake_callback(self, callback: Callable[[], object]) -> None:
        """Do not call this any more; nothing happens if it was not called before."""
        with self._lock:
            self._wake_callbacks = tuple(c for c in self._wake_callbacks if c != callback)

    def sleep_until(self, until: Time, context: Any = None) -> bool:
        """Sleep until a time; a clock that stands still lets it sleep until the context ends.

        Args:
            until: The time, of this clock's kind.
            context: Whose end interrupts the sleep; by default the default context.

        Returns:
            Whether the time came; False where the context ended or the source of time changed.

        Raises:
            ValueError: If the time is of another kind of clock.
            NotInitializedException: If the context was not begun, or ended.
        """
        from rclpy.utilities import get_default_context

        context = get_default_context() if context is None else context
        if not context.ok():
            raise NotInitializedException()
        if until.clock_type != self._clock_type:
            raise ValueError("until's clock type does not match this clock's type")
        return sleep(self, until.nanoseconds, context)

    def sleep_for(self, rel_time: Duration, context: Any = None) -> bool:
        """Sleep for a while; see `sleep_until`."""
        return self.sleep_until(self.now() + rel_time, context)

    def _patience_s(self, until_ns: int) -> float | None:
        """How long to sleep before the time is looked at again [s]; None: until it is set."""
        return min(max(0, until_ns - self._now_ns()) / S_TO_NS, threading.TIMEOUT_MAX)

    def _add_jump_handle(self, handle: JumpHandle) -> None:
        with self._lock:
            self._jump_handles = (*self._jump_handles, handle)

    def _remove_jump_handle(self, handle: JumpHandle) -> None:
        with self._lock:
            self._jump_handles = tuple(h for h in self._jump_handles if h is not handle)


class ROSClock(Clock):
    """System time until it is told to follow a topic; from then on what it was set to last."""

    def __new__(cls, *, clock_type: ClockType = ClockType.ROS_TIME) -> ROSClock:
        """Make a clock of ROS time."""
        return object.__new__(cls)

    def __init__(self, *, clock_type: ClockType = ClockType.ROS_TIME) -> None:
        super().__init__(clock_type=ClockType.ROS_TIME)
        self._is_active, self._override_ns = False, 0

    @property
    def ros_time_is_active(self) -> bool:
        """Whether it follows a topic."""
        return self._is_active

    def _now_ns(self) -> int:
        return self._override_ns if self._is_active else time.time_ns()

    def _patience_s(self, until_ns: int) -> float | None:
        return None if self._is_active else super()._patience_s(until_ns)

    def _set_ros_time_is_active(self, enabled: bool) -> None:
        with self._lock:
            if enabled == self._is_active:
                return
            on, off = SOURCE_CHANGES
            self._change(TimeJump(on if enabled else off, Duration()), is_active=enabled)

    def set_ros_time_override(self, time: Time) -> None:
        """Set the time that holds while it follows a topic.

        Raises:
            TypeError: If that is no `Time`.
        """
        if not isinstance(time, Time):
            raise TypeError(
                f"Time must be specified as rclpy.time.Time. Received type: {type(time)}"
            )
        with self._lock:
            if not self._is_active:
                self._override_ns = time.nanoseconds
                return
            delta = Duration(nanoseconds=time.nanoseconds - self._override_ns)
            jump = TimeJump(ClockChange.ROS_TIME_NO_CHANGE, delta)
            self._change(jump, override_ns=time.nanoseconds)

    def _change(
        self, jump: TimeJump, *, is_active: bool | None = None, override_ns: int | None = None
    ) -> None:
        """Let the time jump, and tell whom it concerns before and after."""
        concerned = [h for h in self._jump_handles if h.threshold.is_exceeded(jump)]
        for handle in concerned:
            if handle.pre_callback is not None:
                handle.pre_callback()
        self._is_active = self._is_active if is_active is None else is_active
        self._override_ns = self._override_ns if override_ns is None else override_ns
        for handle in concerned:
            if handle.post_callback is not None:
                handle.post_callback(jump)
        for callback in self._wake_callbacks:
            callback()
