"""Messages to octets and back, and the names DDS knows their type by."""

from __future__ import annotations

import struct
from collections.abc import Hashable
from functools import cache, cached_property
from typing import Any, cast

from physai_sim.rosless.interfaces.cdr_layout import BIG, LITTLE
from physai_sim.rosless.interfaces.cdr_reader import Reader, StructReaders
from physai_sim.rosless.interfaces.cdr_writer import Writer, struct_writer
from physai_sim.rosless.interfaces.definition import Struct
from physai_sim.rosless.interfaces.idl_types import dds_name, idl_type
from physai_sim.rosless.interfaces.library import get_class
from physai_sim.rosless.interfaces.message import Message
from physai_sim.rosless.interfaces.registry import struct_of
from physai_sim.rosless.interfaces.type_hash import type_hash

HEADER = b"\x00\x01\x00\x00"
"""XCDR version 1, little endian."""

_BIG_ENDIAN = b"\x00\x00"
_HEADER_SIZE = 4
_PADDING = tuple(bytes(count) for count in range(4))


class Codec:
    """Writes and reads messages of one class.

    Args:
        message_class: A class of `get_class`, or a part of a service or action.

    Attributes:
        type_name: `sensor_msgs/msg/Image`, `std_srvs/srv/SetBool_Request`.
        dds_name: `sensor_msgs::msg::dds_::Image_`.
    """

    def __init__(self, message_class: type) -> None:
        self._struct: Struct = getattr(message_class, "_TYPE_SUPPORT")  # noqa: B009
        self.message_class = message_class
        self.type_name = self._struct.name
        self.dds_name = dds_name(self.type_name)

    @cached_property
    def type_hash(self) -> str:
        """`RIHS01_` and 64 hexadecimal digits."""
        return type_hash(self._struct, struct_of)

    @property
    def idl_type(self) -> Any:
        """The `IdlStruct` class of the message's structure."""
        return idl_type(self._struct)

    @property
    def service_idl_type(self) -> Any:
        """The same with the leading `guid` and `seq` of requests and responses."""
        return idl_type(self._struct, service=True)

    def serialize(self, message: Any) -> bytes:
        """Write a message.

        Returns:
            The header, the CDR (XCDR version 1, little endian), and zeros up to a multiple of 4
            octets, which `dds_write` wants.

        Raises:
            TypeError: If the message is not of this codec's class.
            ValueError: If a value inside it, changed in place, does not fit its type.
        """
        if not isinstance(message, self.message_class):
            raise TypeError(f"got {type(message).__name__}; expected {self.type_name}")
        parts: list[Any] = [HEADER]
        try:
            size = self._write(message, parts.append, 0)
        except (struct.error, AttributeError, TypeError, ValueError) as error:
            raise ValueError(f"{self.type_name} cannot be written: {error}") from error
        parts.append(_PADDING[-size & 3])
        return b"".join(parts)

    def deserialize(self, data: memoryview | bytes, offset: int = _HEADER_SIZE) -> Any:
        """Read a message.

        Args:
            data: Header and CDR, of either octet order.
            offset: Where the body starts [octet]: 20 behind a service's 16, else 4. Alignment
                counts from octet 4 in both cases.

        Raises:
            ValueError: If the data are no message of this type.
        """
        view = memoryview(data)
        if view.format != "B" or view.ndim != 1:
            view = view.cast("B")
        body = view[_HEADER_SIZE:]
        try:
            message, end = self._reader(bytes(view[:2]))(body, offset - _HEADER_SIZE)
        except (struct.error, ValueError) as error:
            raise ValueError(f"malformed {self.type_name}: {error}") from error
        if len(body) - end > 3:
            raise ValueError(f"malformed {self.type_name}: {len(body) - end} octets are left over")
        return message

    def _reader(self, encoding: bytes) -> Reader:
        if encoding == HEADER[:2]:
            return self._read_little
        if encoding == _BIG_ENDIAN:
            return self._read_big
        raise ValueError(f"encoding {encoding.hex() or 'missing'}; expected 0001 or 0000 (XCDR1)")

    @cached_property
    def _write(self) -> Writer:
        return struct_writer(self._struct, struct_of)

    @cached_property
    def _read_little(self) -> Reader:
        return StructReaders(struct_of, get_class, order=LITTLE).reader(self._struct)

    @cached_property
    def _read_big(self) -> Reader:
        return StructReaders(struct_of, get_class, order=BIG).reader(self._struct)


def codec(message_class: type[Any]) -> Codec:
    """Give the codec of a message class; each class has one.

    Raises:
        TypeError: If it is no message class.
    """
    return _codec(cast(Hashable, message_class))


@cache
def _codec(message_class: Any) -> Codec:
    if not (isinstance(message_class, type) and issubclass(message_class, Message)):
        raise TypeError(
            f"{message_class!r} is no message class; services are known by their parts"
        )
    return Codec(message_class)
