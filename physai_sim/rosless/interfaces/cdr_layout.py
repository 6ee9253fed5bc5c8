"""How a struct lies on the wire: runs of primitives, and items whose size their data tell.

Single nested messages are flattened, so that a run may span several of them. XCDR version 1 aligns
every primitive to its own size, counted from the first octet after the four of the header; so a
run's padding depends on where it starts, modulo 8.

Source: OMG DDS-XTypes 1.3, section 7.4.1 (XCDR1).
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from physai_sim.rosless.interfaces.definition import (
    PRIMITIVES,
    TYPE_CODES,
    FieldType,
    Struct,
)

LITTLE, BIG = "<", ">"
CODES = {**TYPE_CODES, "bool": "?", "byte": "c"}
SIZES = {base: struct.calcsize(f"={code}") for base, code in CODES.items()}

StructOf = Callable[[str], Struct]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring single primitives: attribute paths (`_header._stamp._sec`) and types."""

    paths: tuple[str, ...]
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A string, array or sequence."""

    path: str
    type: FieldType


def steps(described: Struct, struct_of: StructOf) -> list[Run | Item]:
    """Give what is written one after the other for a struct."""
    found: list[Run | Item] = []
    for path, kind in _leaves(described, struct_of, ""):
        if kind.kind != "single" or kind.base not in PRIMITIVES:
            found.append(Item(path, kind))
        elif found and isinstance(found[-1], Run):
            found[-1] = Run((*found[-1].paths, path), (*found[-1].bases, kind.base))
        else:
            found.append(Run((path,), (kind.base,)))
    return found


def aligned(bases: tuple[str, ...], order: str) -> tuple[struct.Struct, ...]:
    """Give the packers of a run for each start modulo 8."""
    return tuple(struct.Struct(_format(bases, start, order)) for start in range(8))


def smallest(kind: FieldType, struct_of: StructOf) -> int:
    """Give the least number of octets one element takes, without padding; at least 1."""
    if kind.is_message:
        fields = struct_of(kind.base).wire_fields
        return sum(_smallest_field(field.type, struct_of) for field in fields)
    return SIZES.get(kind.base, 4)


def _smallest_field(kind: FieldType, struct_of: StructOf) -> int:
    if kind.kind == "sequence":
        return 4
    count = kind.size if kind.kind == "array" else 1
    return count * smallest(kind.element, struct_of)


def _leaves(described: Struct, struct_of: StructOf, prefix: str) -> list[tuple[str, FieldType]]:
    found: list[tuple[str, FieldType]] = []
    for field in described.wire_fields:
        path = f"{prefix}_{field.name}"
        if field.type.kind == "single" and field.type.is_message:
            found += _leaves(struct_of(field.type.base), struct_of, f"{path}.")
        else:
            found.append((path, field.type))
    return found


def _format(bases: tuple[str, ...], start: int, order: str) -> str:
    text, at = order, start
    for base in bases:
        padding = -at % SIZES[base]
        text += f"{padding}x{CODES[base]}" if padding else CODES[base]
        at += padding + SIZES[base]
    return text
