"""Makes message classes from structs."""

from __future__ import annotations

import operator
import re
from array import array
from collections.abc import Callable
from typing import Any

import numpy as np

from physai_sim.rosless.interfaces.checks import check_for
from physai_sim.rosless.interfaces.definition import STRINGS, TYPE_CODES, Field, Struct
from physai_sim.rosless.interfaces.message import Message
from physai_sim.rosless.interfaces.slot_types import slot_type, type_text

_ZEROS: dict[str, object] = {"bool": False, "byte": b"\x00", "float32": 0.0, "float64": 0.0}


def message_class(struct: Struct, class_of: Callable[[str], type]) -> type[Message]:
    """Make the class of a struct.

    Args:
        struct: What the definition says.
        class_of: Gives the classes of nested messages by full name.
    """
    name = struct.name.rpartition("/")[2]
    namespace: dict[str, Any] = {
        "__slots__": [f"_{field.name}" for field in struct.fields],
        "__module__": module_of(struct.name),
        "__doc__": f"Message class '{name}'.",
        "_TYPE_SUPPORT": struct,
        "_fields_and_field_types": {field.name: type_text(field) for field in struct.fields},
        "SLOT_TYPES": tuple(map(slot_type, struct.fields)),
        **{constant.name: constant.value for constant in struct.constants},
    }
    made: type[Message] = type(name, (Message,), namespace)
    nested = {
        field.name: _nested(struct, field, class_of)
        for field in struct.fields
        if field.type.is_message
    }
    for field in struct.fields:
        setattr(made, field.name, _property(made, field, nested.get(field.name)))
    _set_defaults(made, struct, nested)
    return made


def module_of(full_name: str) -> str:
    """Give the module a class says it is from, as rosidl lays them out: `std_msgs.msg._string`."""
    package, kind, name = full_name.split("/")
    return f"{package}.{kind}._{snake_case(name if kind == 'msg' else name.partition('_')[0])}"


def snake_case(name: str) -> str:
    """`CameraInfo` to `camera_info`, by rosidl's rule for file names."""
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def _nested(struct: Struct, field: Field, class_of: Callable[[str], type]) -> type:
    try:
        return class_of(field.type.base)
    except LookupError as error:
        raise LookupError(f"{struct.name}, field {field.name!r}: {error}") from error


def _property(owner: type, field: Field, nested: type | None) -> property:
    slot = f"_{field.name}"
    store, check = getattr(owner, slot).__set__, check_for(field, nested)

    def assign(message: Any, value: Any) -> None:
        store(message, check(value))

    return property(operator.attrgetter(slot), assign, None, f"Message field '{field.name}'.")


def _set_defaults(owner: type[Message], struct: Struct, nested: dict[str, type]) -> None:
    immutable, mutable = [], []
    for field in struct.fields:
        store = getattr(owner, f"_{field.name}").__set__
        if field.type.kind == "single" and field.name not in nested:
            base = field.type.base
            zero = "" if base in STRINGS else _ZEROS.get(base, 0)
            immutable.append((store, zero if field.default is None else field.default))
        else:
            mutable.append((field.name, store, _factory(field, nested.get(field.name))))
        if field.default is not None:
            setattr(owner, f"{field.name.upper()}__DEFAULT", field.default)
    owner._field__immutable, owner._field__mutable = tuple(immutable), tuple(mutable)


def _factory(field: Field, nested: type | None) -> Callable[[], object]:
    kind = field.type
    if field.default is not None:
        check, given = check_for(field, nested), field.default
        return lambda: check(list(given))  # type: ignore[call-overload]
    if kind.kind == "sequence":
        return (lambda: array(TYPE_CODES[kind.base])) if kind.is_numeric else list
    if kind.kind == "array" and kind.is_numeric:
        dtype, size = np.dtype(kind.base), kind.size
        return lambda: np.zeros(size, dtype)
    if kind.kind == "array":
        zero = "" if kind.base in STRINGS else _ZEROS.get(kind.base)
        make = nested or (lambda: zero)
        return lambda: [make() for _ in range(kind.size)]
    assert nested is not None
    return nested
