"""CDR to values: for each struct a list of readers of its flattened leaves, made once.

Lengths on the wire are not to be trusted: nothing is allocated for a count before the data that
should follow is known to be there.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable
from typing import Any

import numpy as np

from physai_sim.rosless.interfaces.builder import builder
from physai_sim.rosless.interfaces.cdr_layout import (
    LITTLE,
    SIZES,
    Item,
    Run,
    StructOf,
    aligned,
    smallest,
    steps,
)
from physai_sim.rosless.interfaces.definition import TYPE_CODES, FieldType, Struct

Reader = Callable[[memoryview, int], tuple[Any, int]]
"""Reads one value at a position behind the header; gives it and the new position."""

_Leaves = Callable[[memoryview, int, list[Any]], int]


class StructReaders:
    """Makes readers of structs.

    Args:
        struct_of: Gives structs by full name.
        class_of: Gives classes by full name.
        order: `<` or `>`, the octet order of the data.
    """

    def __init__(
        self, struct_of: StructOf, class_of: Callable[[str], type], *, order: str = LITTLE
    ) -> None:
        self._struct_of, self._class_of, self._order = struct_of, class_of, order
        self._counts = aligned(("uint32",), order)
        self._swap = (order == LITTLE) != (sys.byteorder == "little")

    def reader(self, described: Struct) -> Reader:
        """Make the reader of a struct; it gives instances of the struct's class."""
        leaves = tuple(self._step(step) for step in steps(described, self._struct_of))
        build = builder(described, self._struct_of, self._class_of)

        def read(data: memoryview, at: int) -> tuple[Any, int]:
            values: list[Any] = []
            for leaf in leaves:
                at = leaf(data, at, values)
            return build(iter(values)), at

        return read

    def _step(self, step: Run | Item) -> _Leaves:
        if isinstance(step, Run):
            return _run_reader(step, self._order)
        read_value = self._value(step.type)

        def read(data: memoryview, at: int, values: list[Any]) -> int:
            value, at = read_value(data, at)
            values.append(value)
            return at

        return read

    def _value(self, kind: FieldType) -> Reader:
        if kind.kind == "single":
            return self._string(kind) if kind.base == "string" else self._wide_string(kind)
        if kind.is_numeric:
            return self._numbers(kind)
        if kind.base in ("bool", "byte"):
            return self._octets(kind)
        if kind.is_message:
            return self._items(kind, self.reader(self._struct_of(kind.base)))
        return self._items(kind, self._value(kind.element))

    def _count(self, data: memoryview, at: int) -> tuple[int, int]:
        packer = self._counts[at & 7]
        return packer.unpack_from(data, at)[0], at + packer.size

    def _start(self, kind: FieldType) -> Callable[[memoryview, int], tuple[int, int]]:
        """Make what gives the number of elements, of which there may be room in the data."""
        least, limit = smallest(kind.element, self._struct_of), kind.size
        if kind.kind == "array":
            return lambda data, at: (limit, at)

        def start(data: memoryview, at: int) -> tuple[int, int]:
            count, at = self._count(data, at)
            if limit and count > limit:
                raise ValueError(f"a sequence of {count} elements; at most {limit}")
            if count * least > len(data) - at:
                raise ValueError(f"{count} elements in {max(len(data) - at, 0)} octets")
            return count, at

        return start

    def _string(self, kind: FieldType) -> Reader:
        bound, counts = kind.string_bound, self._counts

        def read(data: memoryview, at: int) -> tuple[str, int]:
            packer = counts[at & 7]
            (length,) = packer.unpack_from(data, at)
            at += packer.size
            end = at + length
            if end > len(data):
                raise ValueError(f"a string of {length} octets in {max(len(data) - at, 0)}")
            if not length:
                return "", at
            if data[end - 1]:
                raise ValueError("a string does not end with a zero octet")
            text = str(data[at : end - 1], "utf-8", "replace")
            if bound and len(text) > bound:
                raise ValueError(f"a string of {len(text)} characters; at most {bound}")
            return text, end

        return read

    def _wide_string(self, kind: FieldType) -> Reader:
        codec = "utf-16-le" if self._order == LITTLE else "utf-16-be"

        def read(data: memoryview, at: int) -> tuple[str, int]:
            length, at = self._count(data, at)
            end = at + 2 * length
            if end > len(data):
                raise ValueError(f"a wide string of {length} units in {len(data) - at} octets")
            text = str(data[at:end], codec, "replace")
            if kind.string_bound and len(text) > kind.string_bound:
                raise ValueError(f"a wide string longer than {kind.string_bound}")
            return text, end

        return read

    def _numbers(self, kind: FieldType) -> Reader:
        code, size, start = TYPE_CODES[kind.base], SIZES[kind.base], self._start(kind)
        dtype = np.dtype(kind.base) if kind.kind == "array" else None

        def read(data: memoryview, at: int) -> tuple[Any, int]:
            count, at = start(data, at)
            made: array[Any] = array(code)
            if not count:
                return made, at
            at += -at % size
            end = at + count * size
            if end > len(data):
                raise ValueError(f"{count} numbers of {size} octets in {max(len(data) - at, 0)}")
            made.frombytes(data[at:end])
            if self._swap:
                made.byteswap()
            return (made if dtype is None else np.frombuffer(made, dtype)), end

        return read

    def _octets(self, kind: FieldType) -> Reader:
        start = self._start(kind)

        def read(data: memoryview, at: int) -> tuple[list[Any], int]:
            count, at = start(data, at)
            octets = bytes(data[at : at + count])
            if len(octets) != count:
                raise ValueError(f"{count} octets expected, {len(octets)} are left")
            if kind.base == "bool":
                return [octet != 0 for octet in octets], at + count
            return [octets[i : i + 1] for i in range(count)], at + count

        return read

    def _items(self, kind: FieldType, read_one: Reader) -> Reader:
        start = self._start(kind)

        def read(data: memoryview, at: int) -> tuple[list[Any], int]:
            count, at = start(data, at)
            found = []
            for _ in range(count):
                value, at = read_one(data, at)
                found.append(value)
            return found, at

        return read


def _run_reader(run: Run, order: str) -> _Leaves:
    unpacks = tuple((packer.unpack_from, packer.size) for packer in aligned(run.bases, order))

    def read(data: memoryview, at: int, values: list[Any]) -> int:
        unpack, size = unpacks[at & 7]
        values.extend(unpack(data, at))
        return at + size

    return read
