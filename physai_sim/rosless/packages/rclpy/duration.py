"""Spans of time with a resolution of one nanosecond. Source: docs.ros.org, rclpy API, "Time"."""

from __future__ import annotations

import math
from typing import Any

from rclpy.constants import S_TO_NS

MAX_NS = 2**63 - 1
"""The largest count of nanoseconds that ROS can say."""


class Duration:
    """A span of time; exact, and negative where it points backwards.

    Args:
        seconds: [s]; a fraction is cut to whole nanoseconds.
        nanoseconds: [ns], added to the seconds.

    Raises:
        OverflowError: If the sum does not fit 64 bits.
    """

    __slots__ = ("_nanoseconds",)

    def __init__(self, *, seconds: float = 0, nanoseconds: int = 0) -> None:
        total = int(seconds * S_TO_NS) + int(nanoseconds)
        if not -MAX_NS - 1 <= total <= MAX_NS:
            raise OverflowError("Total nanoseconds value is too large to store in C duration.")
        self._nanoseconds = total

    @property
    def nanoseconds(self) -> int:
        """The whole span [ns]."""
        return self._nanoseconds

    def __repr__(self) -> str:
        return f"Duration(nanoseconds={self._nanoseconds})"

    def __str__(self) -> str:
        return "Infinite" if self == Infinite else f"{self._nanoseconds} nanoseconds"

    def __hash__(self) -> int:
        return hash(self._nanoseconds)

    def __add__(self, other: object) -> Duration:
        if not isinstance(other, Duration):
            return NotImplemented
        return Duration(nanoseconds=self._nanoseconds + other._nanoseconds)

    def __sub__(self, other: object) -> Duration:
        if not isinstance(other, Duration):
            return NotImplemented
        return Duration(nanoseconds=self._nanoseconds - other._nanoseconds)

    def __mul__(self, factor: object) -> Duration:
        if isinstance(factor, int):
            return Duration(nanoseconds=self._nanoseconds * factor)
        if not isinstance(factor, float):
            return NotImplemented
        if factor == math.inf:
            return Infinite
        if not math.isfinite(factor):
            raise ValueError(f"Can't multiply duration with {factor}")
        return Duration(nanoseconds=int(self._nanoseconds * factor))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Duration):
            return NotImplemented
        return self._nanoseconds == other._nanoseconds

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Duration):
            return NotImplemented
        return self._nanoseconds < other._nanoseconds

    def __le__(self, other: object) -> bool:
        if not isinstance(other, Duration):
            return NotImplemented
        return self._nanoseconds <= other._nanoseconds

    def to_msg(self) -> Any:
        """The span as `builtin_interfaces/msg/Duration`."""
        from builtin_interfaces.msg import Duration as Message

        seconds, nanoseconds = divmod(self._nanoseconds, S_TO_NS)
        return Message(sec=seconds, nanosec=nanoseconds)

    @classmethod
    def from_msg(cls, msg: Any) -> Duration:
        """The span that a `builtin_interfaces/msg/Duration` tells.

        Raises:
            TypeError: If it is another message.
        """
        from builtin_interfaces.msg import Duration as Message

        if not isinstance(msg, Message):
            raise TypeError("Must pass a builtin_interfaces.msg.Duration object")
        return cls(seconds=msg.sec, nanoseconds=msg.nanosec)


Infinite = Duration(nanoseconds=MAX_NS)
"""Without end."""
