"""What an interface definition says: structs of typed fields and constants."""

from __future__ import annotations

from dataclasses import dataclass

EMPTY_MEMBER = "structure_needs_at_least_one_member"
"""The one zero octet of a struct without fields on the wire, for IDL has no empty structs."""

INTEGER_BITS = {
    "int8": -8,
    "uint8": 8,
    "int16": -16,
    "uint16": 16,
    "int32": -32,
    "uint32": 32,
    "int64": -64,
    "uint64": 64,
}
"""Integer types to their width [bit]; signed ones are negative."""

PRIMITIVES = frozenset({*INTEGER_BITS, "float32", "float64", "bool", "byte"})
STRINGS = frozenset({"string", "wstring"})

TYPE_CODES = dict(zip((*INTEGER_BITS, "float32", "float64"), "bBhHiIqQfd", strict=True))
"""The `struct` and `array` codes of numeric types, whose arrays hold no Python objects."""


@dataclass(frozen=True, slots=True)
class FieldType:
    """The type of one field.

    Args:
        base: A primitive, `string`, `wstring`, or the full name of a message type.
        kind: `single`, `array` (of `size` elements) or `sequence` (at most `size`; 0: no bound).
        size: See `kind`.
        string_bound: Longest string [characters]; 0: no bound.
    """

    base: str
    kind: str = "single"
    size: int = 0
    string_bound: int = 0

    @property
    def is_message(self) -> bool:
        """Whether elements are messages of their own."""
        return "/" in self.base

    @property
    def is_numeric(self) -> bool:
        """Whether elements are numbers that arrays hold without boxing."""
        return self.base in TYPE_CODES

    @property
    def element(self) -> FieldType:
        """The type of one element."""
        return FieldType(self.base, string_bound=self.string_bound)


@dataclass(frozen=True, slots=True)
class Field:
    """A named field; `default` is None where the definition gives none."""

    name: str
    type: FieldType
    default: object = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A named constant of a primitive type or `string`."""

    name: str
    base: str
    value: object


@dataclass(frozen=True, slots=True)
class Struct:
    """A message, or one part of a service or action, by its full name (`std_msgs/msg/String`)."""

    name: str
    fields: tuple[Field, ...]
    constants: tuple[Constant, ...] = ()

    @property
    def wire_fields(self) -> tuple[Field, ...]:
        """The fields that travel: at least one."""
        return self.fields or (Field(EMPTY_MEMBER, FieldType("uint8")),)


def split_name(full_name: str) -> tuple[str, str, str]:
    """Split `package/kind/Name`; raises ValueError if it has other parts."""
    parts = full_name.split("/")
    if len(parts) != 3 or not all(part.isidentifier() for part in parts):
        raise ValueError(f"bad interface name {full_name!r}; expected 'package/msg/Name'")
    return parts[0], parts[1], parts[2]
