"""Points in time of a kind of clock. Source: docs.ros.org, rclpy API, "Time"."""

from __future__ import annotations

from typing import Any, overload

from rclpy.clock_type import ClockType
from rclpy.constants import S_TO_NS
from rclpy.duration import MAX_NS, Duration

CONVERSION_CONSTANT = S_TO_NS
"""Nanoseconds in a second."""


class Time:
    """A point in time; exact, and comparable with points of the same kind of clock alone.

    Args:
        seconds: Since the clock's epoch [s]; a fraction is cut to whole nanoseconds.
        nanoseconds: [ns], added to the seconds.
        clock_type: Kind of the clock.

    Raises:
        TypeError: If the kind is none.
        ValueError: If a part is negative.
        OverflowError: If the sum does not fit 64 bits.
    """

    __slots__ = ("_clock_type", "_nanoseconds")

    def __init__(
        self,
        *,
        seconds: float = 0,
        nanoseconds: int = 0,
        clock_type: ClockType = ClockType.SYSTEM_TIME,
    ) -> None:
        if not isinstance(clock_type, ClockType):
            raise TypeError("Clock type must be a ClockType enum")
        if seconds < 0:
            raise ValueError("Seconds value must not be negative")
        if nanoseconds < 0:
            raise ValueError("Nanoseconds value must not be negative")
        total = int(seconds * S_TO_NS) + int(nanoseconds)
        if total > MAX_NS:
            raise OverflowError("Total nanoseconds value is too large to store in C time point.")
        self._nanoseconds, self._clock_type = total, clock_type

    @property
    def nanoseconds(self) -> int:
        """Since the clock's epoch [ns]."""
        return self._nanoseconds

    @property
    def clock_type(self) -> ClockType:
        """Kind of the clock."""
        return self._clock_type

    def seconds_nanoseconds(self) -> tuple[int, int]:
        """Whole seconds [s] and the rest [ns]."""
        return divmod(self._nanoseconds, S_TO_NS)

    def __repr__(self) -> str:
        return f"Time(nanoseconds={self._nanoseconds}, clock_type={self._clock_type.name})"

    def __hash__(self) -> int:
        return hash((self._nanoseconds, self._clock_type))

    def __add__(self, other: object) -> Time:
        if not isinstance(other, Duration):
            return NotImplemented
        try:
            return Time(
                nanoseconds=self._nanoseconds + other.nanoseconds, clock_type=self._clock_type
            )
        except OverflowError as error:
            raise OverflowError("Addition leads to overflow in C storage.") from error

    def __radd__(self, other: object) -> Time:
        return self.__add__(other)

    @overload
    def __sub__(self, other: Time) -> Duration: ...

    @overload
    def __sub__(self, other: Duration) -> Time: ...

    def __sub__(self, other: object) -> Duration | Time:
        if isinstance(other, Time):
            self._check_clock(other, "subtract")
            return Duration(nanoseconds=self._nanoseconds - other._nanoseconds)
        if not isinstance(other, Duration):
            return NotImplemented
        try:
            return Time(
                nanoseconds=self._nanoseconds - other.nanoseconds, clock_type=self._clock_type
            )
        except ValueError as error:
            raise ValueError("Subtraction leads to negative time.") from error

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Time):
            return NotImplemented
        self._check_clock(other, "compare")
        return self._nanoseconds == other._nanoseconds

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Time):
            return NotImplemented
        self._check_clock(other, "compare")
        return self._nanoseconds < other._nanoseconds

    def __le__(self, other: object) -> bool:
        if not isinstance(other, Time):
            return NotImplemented
        self._check_clock(other, "compare")
        return self._nanoseconds <= other._nanoseconds

    def _check_clock(self, other: Time, action: str) -> None:
        if self._clock_type != other._clock_type:
            raise TypeError(f"Can't {action} times with different clock types")

    def to_msg(self) -> Any:
        """The point as `builtin_interfaces/msg/Time`."""
        from builtin_interfaces.msg import Time as Message

        seconds, nanoseconds = self.seconds_nanoseconds()
        return Message(sec=seconds, nanosec=nanoseconds)

    @classmethod
    def from_msg(cls, msg: Any, clock_type: ClockType = ClockType.ROS_TIME) -> Time:
        """The point that a `builtin_interfaces/msg/Time` tells.

        Args:
            msg: The message, which does not say of which clock it is.
            clock_type: Kind of the clock.

        Raises:
            TypeError: If it is another message.
        """
        from builtin_interfaces.msg import Time as Message

        if not isinstance(msg, Message):
            raise TypeError("Must pass a builtin_interfaces.msg.Time object")
        return cls(seconds=msg.sec, nanoseconds=msg.nanosec, clock_type=clock_type)
