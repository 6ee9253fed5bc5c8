"""Jumps of a clock: what happened, who wants to know, and from which size on.

Source: rcl, `rcl_jump_threshold_t`; docs.ros.org, rclpy API, "Clock".
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from types import TracebackType
from typing import TYPE_CHECKING

from rclpy.duration import Duration

if TYPE_CHECKING:
    from rclpy.clock import Clock


class ClockChange(IntEnum):
    """Whether a jump comes from a change of the source of time."""

    ROS_TIME_NO_CHANGE = 1
    ROS_TIME_ACTIVATED = 2
    ROS_TIME_DEACTIVATED = 3
    SYSTEM_TIME_NO_CHANGE = 4


SOURCE_CHANGES = (ClockChange.ROS_TIME_ACTIVATED, ClockChange.ROS_TIME_DEACTIVATED)


class JumpThreshold:
    """From which size on a jump is told.

    Args:
        min_forward: Least jump forwards, above zero; None: those are not told.
        min_backward: Least jump backwards, below zero; None: those are not told.
        on_clock_change: Whether a change of the source of time is told.

    Raises:
        ValueError: If a size has the wrong sign, or nothing would ever be told.
    """

    def __init__(
        self,
        *,
        min_forward: Duration | None,
        min_backward: Duration | None,
        on_clock_change: bool = True,
    ) -> None:
        if min_forward is not None and min_forward.nanoseconds <= 0:
            raise ValueError("min_forward must be a positive non-zero duration")
        if min_backward is not None and min_backward.nanoseconds >= 0:
            raise ValueError("min_backward must be a negative non-zero duration")
        if min_forward is None and min_backward is None and not on_clock_change:
            raise ValueError("At least one jump threshold must be enabled")
        self.min_forward, self.min_backward = min_forward, min_backward
        self.on_clock_change = on_clock_change

    def is_exceeded(self, jump: TimeJump) -> bool:
        """Whether a jump is to be told."""
        if self.on_clock_change and jump.clock_change in SOURCE_CHANGES:
            return True
        if self.min_forward is not None and jump.delta >= self.min_forward:
            return True
        return self.min_backward is not None and jump.delta <= self.min_backward


class TimeJump:
    """A jump of a clock.

    Args:
        clock_change: Whether the source of time changed.
        delta: New time less the time before.
    """

    def __init__(self, clock_change: ClockChange, delta: Duration) -> None:
        if not isinstance(clock_change, ClockChange):
            raise TypeError("clock_change must be an instance of rclpy.clock.ClockChange")
        self._clock_change, self._delta = clock_change, delta

    @property
    def clock_change(self) -> ClockChange:
        """Whether the source of time changed."""
        return self._clock_change

    @property
    def delta(self) -> Duration:
        """New time less the time before."""
        return self._delta


class JumpHandle:
    """Keeps callbacks registered with a clock until `unregister`, or the end of its `with`.

    Args:
        clock: The clock.
        threshold: From which size on they are called.
        pre_callback: Called without arguments, before the new time holds.
        post_callback: Called with the `TimeJump` when the new time holds.

    Raises:
        ValueError: If there is no callback, or one that cannot be called.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        threshold: JumpThreshold,
        pre_callback: Callable[[], object] | None,
        post_callback: Callable[[TimeJump], object] | None,
    ) -> None:
        if pre_callback is None and post_callback is None:
            raise ValueError("One of pre_callback or post_callback must be callable")
        if pre_callback is not None and not callable(pre_callback):
            raise ValueError("pre_callback must be callable if given")
        if post_callback is not None and not callable(post_callback):
            raise ValueError("post_callback must be callable if given")
        self._clock: Clock | None = clock
        self.threshold = threshold
        self.pre_callback, self.post_callback = pre_callback, post_callback
        clock._add_jump_handle(self)

    def unregister(self) -> None:
        """Call nothing any more; a second call does nothing."""
        clock, self._clock = self._clock, None
        if clock is not None:
            clock._remove_jump_handle(self)

    def __enter__(self) -> JumpHandle:
        """The handle itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Call nothing any more."""
        self.unregister()
