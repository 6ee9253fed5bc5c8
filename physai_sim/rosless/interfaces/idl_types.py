"""Structs as types of the Cyclone DDS wheel, one class per type name.

Two topics of one name with different classes are accepted without a word, so classes are cached.
A wide string is declared as a sequence of 16-bit units, for that is how rmw_cyclonedds writes it.
"""

from __future__ import annotations

import threading
from typing import Any

from physai_sim.rosless.interfaces import registry
from physai_sim.rosless.interfaces.definition import FieldType, Struct

_lock = threading.RLock()
_made: dict[tuple[str, bool], Any] = {}


def dds_name(full_name: str) -> str:
    """`std_msgs/msg/String` to `std_msgs::msg::dds_::String_`, the name on the wire."""
    package, kind, name = full_name.split("/")
    return f"{package}::{kind}::dds_::{name}_"


def idl_type(described: Struct, *, service: bool = False) -> Any:
    """Give the `IdlStruct` class of a struct.

    Args:
        described: The struct.
        service: Whether the 16 octets that rmw_cyclonedds puts before requests and responses
            belong to it: who asked (`guid`) and the number of the request (`seq`).
    """
    with _lock:
        key = (described.name, service)
        if key not in _made:
            _made[key] = _make(described, service=service)
        return _made[key]


def _make(described: Struct, *, service: bool) -> Any:
    from cyclonedds.idl import make_idl_struct, types

    leading: dict[str, Any] = {"guid": types.uint64, "seq": types.int64} if service else {}
    if clash := leading.keys() & {field.name for field in described.fields}:
        leading = {f"{name}_" if name in clash else name: leading[name] for name in leading}
    fields = {field.name: _field_type(field.type) for field in described.wire_fields}
    name = described.name.rpartition("/")[2]
    dotted = dds_name(described.name).replace("::", ".")
    return make_idl_struct(f"{name}_", dotted, {**leading, **fields})


def _field_type(kind: FieldType) -> Any:
    types = _types()
    element = _element(kind)
    if kind.kind == "array":
        return types.array[element, kind.size]
    if kind.kind == "sequence":
        return types.sequence[element, kind.size] if kind.size else types.sequence[element]
    return element


def _element(kind: FieldType) -> Any:
    types = _types()
    if kind.is_message:
        return idl_type(registry.struct_of(kind.base))
    if kind.base == "wstring":
        bound = kind.string_bound
        return types.sequence[types.uint16, bound] if bound else types.sequence[types.uint16]
    if kind.base == "string":
        return types.bounded_str[kind.string_bound] if kind.string_bound else str
    return bool if kind.base == "bool" else getattr(types, kind.base)


def _types() -> Any:
    # Its generics are made by a metaclass, which annotations cannot tell.
    from cyclonedds.idl import types

    return types
