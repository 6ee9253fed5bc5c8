"""Times as tf2's Python API takes them, in nanoseconds."""

from __future__ import annotations

from typing import Any

NS_PER_S = 1_000_000_000


def nanoseconds_of(value: Any, what: str = "time") -> int:
    """A time or duration, message or rclpy's, in nanoseconds [ns].

    Raises:
        TypeError: If it has neither `sec` and `nanosec` nor `nanoseconds`.
    """
    if hasattr(value, "sec") and hasattr(value, "nanosec"):
        return int(value.sec) * NS_PER_S + int(value.nanosec)
    if hasattr(value, "nanoseconds"):
        return int(value.nanoseconds)
    raise TypeError(
        f"{what} must have sec and nanosec, or nanoseconds. Got {type(value).__name__}: {value!r}"
    )


def shown(stamp_ns: int) -> str:
    """A stamp in seconds with microseconds, as tf2's texts show it."""
    return f"{stamp_ns / NS_PER_S:.6f}"
