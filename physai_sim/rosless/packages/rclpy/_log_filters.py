"""Which calls of a logger are let through: the first, all but the first, or not too many.

Source: docs.ros.org, "Logging", APIs of rclpy's loggers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rclpy.clock import Clock
from rclpy.constants import S_TO_NS

Filter = Callable[[], bool]
"""Asked at each call; whether it is let through."""

KNOWN = ("throttle_duration_sec", "throttle_time_source_type", "skip_first", "once")
_CLOCK = Clock()


def make_filters(options: dict[str, Any]) -> list[Filter]:
    """The filters that the options of a call want, in the order in which they are asked.

    Raises:
        TypeError: If an option is unknown, or a clock is given without a duration.
        ValueError: If the clock is none.
    """
    if unknown := [name for name in options if name not in KNOWN]:
        raise TypeError(
            f'parameter "{unknown[0]}" is not one of the recognized logging options "{KNOWN}"'
        )
    found: list[Filter] = []
    duration, clock = (
        options.get("throttle_duration_sec"),
        options.get("throttle_time_source_type"),
    )
    if clock and duration is None:
        raise TypeError(
            'required parameter "throttle_duration_sec" not specified '
            'but is required for the the logging filter "throttle"'
        )
    if duration:
        found.append(_throttle(duration, clock or _CLOCK))
    if options.get("skip_first"):
        found.append(_skip_first())
    if options.get("once"):
        found.append(_once())
    return found


def _throttle(duration_s: float, clock: Any) -> Filter:
    if not isinstance(clock, Clock):
        raise ValueError(
            f'Received throttle_time_source_type of "{clock}" is not a clock instance'
        )
    last_ns = 0

    def let_through() -> bool:
        nonlocal last_ns
        now = clock.now().nanoseconds
        if now < last_ns + duration_s * S_TO_NS:
            return False
        last_ns = now
        return True

    return let_through


def _skip_first() -> Filter:
    calls = 0

    def let_through() -> bool:
        nonlocal calls
        calls += 1
        return calls > 1

    return let_through


def _once() -> Filter:
    calls = 0

    def let_through() -> bool:
        nonlocal calls
        calls += 1
        return calls == 1

    return let_through
