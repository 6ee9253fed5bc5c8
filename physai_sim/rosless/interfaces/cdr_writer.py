"""Messages to CDR: for each struct a list of writers, made once."""

from __future__ import annotations

import operator
from array import array
from collections.abc import Callable
from typing import Any

from physai_sim.rosless.interfaces.cdr_layout import (
    LITTLE,
    SIZES,
    Item,
    Run,
    StructOf,
    aligned,
    steps,
)
from physai_sim.rosless.interfaces.definition import EMPTY_MEMBER, FieldType, Struct

Emit = Callable[[Any], None]
Writer = Callable[[Any, Emit, int], int]
"""Emits a value's octets, given the position behind the header, and gives the new position."""

_COUNT = aligned(("uint32",), LITTLE)
_PADDING = tuple(bytes(count) for count in range(8))


def struct_writer(described: Struct, struct_of: StructOf) -> Writer:
    """Make the writer of a struct, little endian."""
    writers = tuple(_step_writer(step, struct_of) for step in steps(described, struct_of))
    if len(writers) == 1:
        return writers[0]

    def write(message: Any, emit: Emit, at: int) -> int:
        for writer in writers:
            at = writer(message, emit, at)
        return at

    return write


def _step_writer(step: Run | Item, struct_of: StructOf) -> Writer:
    if isinstance(step, Run):
        return _run_writer(step)
    get, write_value = operator.attrgetter(step.path), _value_writer(step.type, struct_of)
    return lambda message, emit, at: write_value(get(message), emit, at)


def _run_writer(run: Run) -> Writer:
    packs = tuple((packer.pack, packer.size) for packer in aligned(run.bases, LITTLE))
    if any(path.endswith(f"_{EMPTY_MEMBER}") for path in run.paths):
        return _padded_run_writer(run, packs)
    get = operator.attrgetter(*run.paths)
    if len(run.paths) == 1:

        def write_one(message: Any, emit: Emit, at: int) -> int:
            pack, size = packs[at & 7]
            emit(pack(get(message)))
            return at + size

        return write_one

    def write(message: Any, emit: Emit, at: int) -> int:
        pack, size = packs[at & 7]
        emit(pack(*get(message)))
        return at + size

    return write


def _padded_run_writer(run: Run, packs: tuple[tuple[Any, int], ...]) -> Writer:
    """Write a run in which empty structs have their one zero octet, which no attribute holds."""
    getters = [
        None if path.endswith(f"_{EMPTY_MEMBER}") else operator.attrgetter(path)
        for path in run.paths
    ]

    def write(message: Any, emit: Emit, at: int) -> int:
        pack, size = packs[at & 7]
        emit(pack(*(0 if get is None else get(message) for get in getters)))
        return at + size

    return write


def _value_writer(kind: FieldType, struct_of: StructOf) -> Writer:
    if kind.kind == "single":
        return _write_string if kind.base == "string" else _write_wide_string
    if kind.is_numeric:
        return _numbers_writer(kind)
    if kind.is_message:
        return _items_writer(kind, struct_writer(struct_of(kind.base), struct_of))
    if kind.base in ("bool", "byte"):
        return _octets_writer(kind)
    return _items_writer(kind, _value_writer(kind.element, struct_of))


def _write_string(value: str, emit: Emit, at: int) -> int:
    octets = value.encode()
    packer = _COUNT[at & 7]
    emit(packer.pack(len(octets) + 1) + octets + b"\0")
    return at + packer.size + len(octets) + 1


def _write_wide_string(value: str, emit: Emit, at: int) -> int:
    """Write UTF-16 units without a terminator, as rmw_cyclonedds has them."""
    octets = value.encode("utf-16-le")
    packer = _COUNT[at & 7]
    emit(packer.pack(len(octets) // 2))
    emit(octets)
    return at + packer.size + len(octets)


def _start(kind: FieldType, value: Any, emit: Emit, at: int) -> int:
    """Write the count of a sequence; an array has none, but must have its size."""
    if kind.kind == "sequence":
        if kind.size and len(value) > kind.size:
            raise ValueError(f"a sequence has {len(value)} elements; at most {kind.size}")
        packer = _COUNT[at & 7]
        emit(packer.pack(len(value)))
        return at + packer.size
    if len(value) != kind.size:
        raise ValueError(f"an array has {len(value)} elements; expected {kind.size}")
    return at


def _numbers_writer(kind: FieldType) -> Writer:
    size = SIZES[kind.base]

    def write(value: Any, emit: Emit, at: int) -> int:
        at = _start(kind, value, emit, at)
        if not len(value):
            return at
        if padding := -at % size:
            emit(_PADDING[padding])
        emit(value if isinstance(value, array) else value.tobytes())
        return at + padding + size * len(value)

    return write


def _octets_writer(kind: FieldType) -> Writer:
    def write(value: Any, emit: Emit, at: int) -> int:
        at = _start(kind, value, emit, at)
        emit(bytes(map(bool, value)) if kind.base == "bool" else b"".join(value))
        return at + len(value)

    return write


def _items_writer(kind: FieldType, write_one: Writer) -> Writer:
    def write(value: Any, emit: Emit, at: int) -> int:
        at = _start(kind, value, emit, at)
        for item in value:
            at = write_one(item, emit, at)
        return at

    return write
