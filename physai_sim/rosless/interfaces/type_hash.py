"""The type hashes that ROS 2 endpoints tell one another.

Source: REP-2011 and rosidl's type description: SHA-256 of the JSON text of the type's description
and of all that it refers to, field names, types and their order alone.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from physai_sim.rosless.interfaces.cdr_layout import StructOf
from physai_sim.rosless.interfaces.definition import FieldType, Struct

PREFIX = "RIHS01_"
_IDS = {
    "int8": 2,
    "uint8": 3,
    "int16": 4,
    "uint16": 5,
    "int32": 6,
    "uint32": 7,
    "int64": 8,
    "uint64": 9,
    "float32": 10,
    "float64": 11,
    "bool": 15,
    "byte": 16,
    "string": 17,
    "wstring": 18,
}
_NESTED, _BOUNDED_STRING, _BOUNDED_WSTRING = 1, 21, 22
_ARRAY, _BOUNDED_SEQUENCE, _SEQUENCE = 48, 96, 144


def type_hash(described: Struct, struct_of: StructOf) -> str:
    """Give a struct's hash, `RIHS01_` and 64 hexadecimal digits."""
    text = json.dumps(type_description(described, struct_of))
    return PREFIX + hashlib.sha256(text.encode()).hexdigest()


def type_description(described: Struct, struct_of: StructOf) -> dict[str, Any]:
    """Describe a struct and all that it refers to, with the keys and in the order of REP-2011."""
    referenced: dict[str, Struct] = {}
    _collect(described, struct_of, referenced)
    return {
        "type_description": _description(described),
        "referenced_type_descriptions": [
            _description(referenced[name]) for name in sorted(referenced)
        ],
    }


def _collect(described: Struct, struct_of: StructOf, found: dict[str, Struct]) -> None:
    for field in described.fields:
        if field.type.is_message and field.type.base not in found:
            found[field.type.base] = struct_of(field.type.base)
            _collect(found[field.type.base], struct_of, found)


def _description(described: Struct) -> dict[str, Any]:
    fields = [
        {"name": field.name, "type": _field_type(field.type)} for field in described.wire_fields
    ]
    return {"type_name": described.name, "fields": fields}


def _field_type(kind: FieldType) -> dict[str, Any]:
    increment = 0
    if kind.kind == "array":
        increment = _ARRAY
    elif kind.kind == "sequence":
        increment = _BOUNDED_SEQUENCE if kind.size else _SEQUENCE
    return {
        "type_id": increment + _base_id(kind),
        "capacity": kind.size,
        "string_capacity": kind.string_bound,
        "nested_type_name": kind.base if kind.is_message else "",
    }


def _base_id(kind: FieldType) -> int:
    if kind.is_message:
        return _NESTED
    if kind.string_bound:
        return _BOUNDED_STRING if kind.base == "string" else _BOUNDED_WSTRING
    return _IDS[kind.base]
