"""Message definitions of ROS 2 Jazzy as the `rosbags` package has them."""

from __future__ import annotations

from functools import cache
from typing import Any

from rosbags.interfaces import Nodetype
from rosbags.typesys import Stores, get_typestore

from physai_sim.rosless.interfaces.definition import (
    EMPTY_MEMBER,
    Constant,
    Field,
    FieldType,
    Struct,
)


@cache
def type_names() -> frozenset[str]:
    """Full names of all message types."""
    return frozenset(_definitions())


def struct(full_name: str) -> Struct:
    """Give a type's struct; defaults of fields are not known here."""
    constants, fields = _definitions()[full_name]
    return Struct(
        full_name,
        tuple(Field(name, _type(found)) for name, found in fields if name != EMPTY_MEMBER),
        tuple(_constant(name, base, value) for name, base, value in constants),
    )


@cache
def _definitions() -> Any:
    return get_typestore(Stores.ROS2_JAZZY).fielddefs


def _constant(name: str, base: str, value: Any) -> Constant:
    if base in ("byte", "octet"):
        return Constant(name, "byte", bytes([value]))
    return Constant(name, "uint8" if base == "char" else base, value)


def _type(description: Any) -> FieldType:
    node, value = description
    if node in (Nodetype.ARRAY, Nodetype.SEQUENCE):
        element, size = _type(value[0]), value[1]
        kind = "array" if node == Nodetype.ARRAY else "sequence"
        return FieldType(element.base, kind, size, element.string_bound)
    if node == Nodetype.NAME:
        return FieldType(value)
    base = {"char": "uint8", "octet": "byte"}.get(value[0], value[0])
    return FieldType(base, string_bound=value[1])
