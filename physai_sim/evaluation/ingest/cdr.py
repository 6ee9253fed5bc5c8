"""Reads single fields out of serialised messages, where decoding a whole message costs too much.

Source: OMG DDS-XTypes 1.3, section 7.4.3 (CDR, and the header of four bytes before it).
"""

from __future__ import annotations

import struct
import sys

from physai_sim.core.timing import NS_PER_S

HEADER_BYTES = 4
STAMP_BYTES = HEADER_BYTES + 8
MAX_STAMP_NS = 2**62
"""Later stamps [ns], of the year 2116 on, are of no clock that a robot has."""

_STAMPS = (struct.Struct(">iI"), struct.Struct("<iI"))
_LENGTH = struct.Struct("<I")
_DOUBLE = struct.Struct("<d")


def peek_stamp(data: bytes) -> int:
    """The time that a message begins with [ns]; 0, "no time" to ROS, where it makes no sense.

    Args:
        data: A message whose first field is a header or a time, or its first `STAMP_BYTES`.
    """
    if len(data) < STAMP_BYTES:
        return 0
    second, nanosecond = _STAMPS[data[1] & 1].unpack_from(data, HEADER_BYTES)
    if second < 0 or nanosecond >= NS_PER_S:
        return 0
    return int(second) * NS_PER_S + int(nanosecond)


def is_little_endian(data: bytes) -> bool:
    """Whether a message is plain CDR in little endian, which `Cursor` reads."""
    return data[:2] == b"\x00\x01"


class Cursor:
    """Steps through a message in plain CDR, little endian, field by field.

    Methods raise `struct.error` where the message ends too early.

    Args:
        data: The message with its header of four bytes.
    """

    __slots__ = ("_at", "_body")

    def __init__(self, data: bytes) -> None:
        self._body, self._at = data[HEADER_BYTES:], 0  # what fields are aligned to

    def count(self) -> int:
        """The next uint32, such as the length of a sequence."""
        at = (self._at + 3) & -4
        self._at = at + 4
        value: int = _LENGTH.unpack_from(self._body, at)[0]
        return value

    def text(self) -> str:
        """The next string, such as a name."""
        size = self.count()
        start = self._at
        self._at = stop = start + size
        if stop > len(self._body):
            raise struct.error("a string is longer than the message")
        # Names come again with every message, and are kept once.
        return sys.intern(self._body[start : stop - 1].decode("utf-8", errors="replace"))

    def stamp(self) -> int:
        """The next builtin_interfaces/Time [ns]."""
        at = (self._at + 3) & -4
        self._at = at + 8
        second, nanosecond = _STAMPS[1].unpack_from(self._body, at)
        return int(second) * NS_PER_S + int(nanosecond)

    def header(self) -> int:
        """The next std_msgs/Header; gives its stamp [ns]."""
        stamp_ns = self.stamp()
        self.skip_text()
        return stamp_ns

    def doubles(self, layout: struct.Struct) -> tuple[float, ...]:
        """Numbers of float64 that stand one after the other."""
        at = (self._at + 7) & -8
        self._at = at + layout.size
        return layout.unpack_from(self._body, at)

    def singles(self, layout: struct.Struct) -> tuple[float, ...]:
        """Numbers of float32 that stand one after the other."""
        at = (self._at + 3) & -4
        self._at = at + layout.size
        return layout.unpack_from(self._body, at)

    def floats(self) -> tuple[float, ...]:
        """The next sequence of float64."""
        count = self.count()
        if count * _DOUBLE.size > len(self._body):
            raise struct.error("a sequence is longer than the message")
        return self.doubles(struct.Struct(f"<{count}d")) if count else ()

    def skip_text(self) -> None:
        """Step over a string."""
        size = self.count()
        self._at += size

    def skip(self, size: int) -> None:
        """Step over one number of `size` bytes, a power of two."""
        self._at = ((self._at + size - 1) & -size) + size

    def skip_doubles(self, count: int) -> None:
        """Step over float64 numbers."""
        self._at = ((self._at + 7) & -8) + 8 * count
        if self._at > len(self._body):
            raise struct.error("the message ends within its numbers")
