"""Messages to octets and back, as they travel and as bags store them."""

from __future__ import annotations

from typing import Any

from physai_sim.rosless.interfaces import codec


def serialize_message(message: Any) -> bytes:
    """Serialize a message.

    Returns:
        CDR (XCDR version 1, little endian) with its header of four octets.

    Raises:
        TypeError: If it is no message.
    """
    return codec(type(message)).serialize(message)


def deserialize_message(serialized_message: bytes, message_type: type) -> Any:
    """Deserialize a message.

    Args:
        serialized_message: CDR with its header.
        message_type: The message's class.

    Raises:
        ValueError: If the octets are no such message.
        TypeError: If `message_type` is no message class.
    """
    return codec(message_type).deserialize(serialized_message)
