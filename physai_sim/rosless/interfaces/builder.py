"""Builds messages from the values of their leaves, past the checks that programs' values get."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from physai_sim.rosless.interfaces.cdr_layout import StructOf
from physai_sim.rosless.interfaces.definition import Struct

Build = Callable[[Iterator[Any]], Any]
_Store = Callable[[Any, Any], None]


def builder(described: Struct, struct_of: StructOf, class_of: Callable[[str], type]) -> Build:
    """Make what takes a struct's leaves, in the order of the wire, and gives a message."""
    made, new = class_of(described.name), object.__new__
    if not described.fields:
        return lambda leaves: (next(leaves), new(made))[1]
    parts = _parts(described, made, struct_of, class_of)
    if len(parts) == 1 and parts[0][1] is None:
        return _flat(made, parts[0][0])

    def build(leaves: Iterator[Any]) -> Any:
        message: Any = new(made)
        for stores, nested in parts:
            if nested is not None:
                stores[0](message, nested(leaves))
            else:
                for store, value in zip(stores, leaves):  # noqa: B905 (the others are not ours)
                    store(message, value)
        return message

    return build


def _flat(made: type, stores: tuple[_Store, ...]) -> Build:
    new = object.__new__

    def build(leaves: Iterator[Any]) -> Any:
        message: Any = new(made)
        for store, value in zip(stores, leaves):  # noqa: B905 (the others are not ours)
            store(message, value)
        return message

    return build


def _parts(
    described: Struct, made: type, struct_of: StructOf, class_of: Callable[[str], type]
) -> list[tuple[tuple[_Store, ...], Build | None]]:
    """Group the fields: neighbours that are leaves, and nested messages one by one."""
    parts: list[tuple[tuple[_Store, ...], Build | None]] = []
    for field in described.fields:
        store = getattr(made, f"_{field.name}").__set__
        if field.type.kind == "single" and field.type.is_message:
            nested = builder(struct_of(field.type.base), struct_of, class_of)
            parts.append(((store,), nested))
        elif parts and parts[-1][1] is None:
            parts[-1] = ((*parts[-1][0], store), None)
        else:
            parts.append(((store,), None))
    return parts
