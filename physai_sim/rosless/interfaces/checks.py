"""Checks of single fields and of lists, with the outcomes and words rosidl's classes have."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from physai_sim.rosless.interfaces.definition import STRINGS, Field, FieldType
from physai_sim.rosless.interfaces.numbers import array_check, limits, sequence_check

Check = Callable[[Any], Any]
"""Takes a value a program assigns and gives the value to keep; AssertionError if it is wrong."""


def check_for(field: Field, message_class: type | None) -> Check:
    """Make the check of a field.

    Args:
        field: The field.
        message_class: Class of the field's elements if these are messages.
    """
    if field.type.kind == "single":
        return _single(field, message_class)
    if field.type.is_numeric:
        return array_check(field) if field.type.kind == "array" else sequence_check(field)
    return _list(field, message_class)


def _single(field: Field, message_class: type | None) -> Check:
    base, name = field.type.base, field.name
    if message_class is not None:
        return _instance(
            message_class,
            f"The '{name}' field must be a sub message of type '{message_class.__name__}'",
        )
    if base in STRINGS:
        return _string(name, field.type.string_bound)
    if base == "bool":
        return _bool(name)
    if base == "byte":
        return _byte(name)
    return _float(name, base) if base.startswith("float") else _integer(name, base)


def _instance(wanted: type, expected: str) -> Check:
    def check(value: Any) -> Any:
        assert isinstance(value, wanted), f"{expected}, got {_shown(value)}"
        return value

    return check


def _string(name: str, bound: int) -> Check:
    if not bound:
        return _instance(str, f"The '{name}' field must be of type 'str'")
    expected = f"The '{name}' field must be string value not longer than {bound}"

    def check(value: Any) -> Any:
        assert isinstance(value, str) and len(value) <= bound, f"{expected}, got {_shown(value)}"  # noqa: PT018
        return value

    return check


def _bool(name: str) -> Check:
    expected = f"The '{name}' field must be of type 'bool'"

    def check(value: Any) -> Any:
        if isinstance(value, np.bool_):
            return bool(value)
        assert isinstance(value, bool), f"{expected}, got {_shown(value)}"
        return value

    return check


def _byte(name: str) -> Check:
    expected = f"The '{name}' field must be of type 'bytes' or 'ByteString' with length 1"

    def check(value: Any) -> Any:
        right = isinstance(value, bytes | bytearray) and len(value) == 1
        assert right, f"{expected}, got {_shown(value)}"
        return bytes(value)

    return check


def _integer(name: str, base: str) -> Check:
    low, high = limits(base)
    article = "an unsigned integer" if low == 0 else "an integer"

    def check(value: Any) -> Any:
        if isinstance(value, np.integer):
            value = operator.index(value)
        assert isinstance(value, int), (
            f"The '{name}' field must be of type 'int', got {_shown(value)}"
        )
        assert low <= value <= high, (
            f"The '{name}' field must be {article} in [{low}, {high}], got {value}"
        )
        return value

    return check


def _float(name: str, base: str) -> Check:
    low, high = limits(base)
    kind = "float" if base == "float32" else "double"

    def check(value: Any) -> Any:
        assert isinstance(value, float), (
            f"The '{name}' field must be of type 'float', got {_shown(value)}"
        )
        assert low <= value <= high or not math.isfinite(value), (
            f"The '{name}' field must be a {kind} in [{low}, {high}], got {value}"
        )
        return value

    return check


def _list(field: Field, message_class: type | None) -> Check:
    """Check a list of messages, strings, booleans or octets; lists are kept as they are."""
    kind, one = field.type, _single(Field(field.name, field.type.element), message_class)
    expected = _expected_list(field.name, kind, message_class)

    def check(value: Any) -> Any:
        plain = isinstance(value, Iterable) and not isinstance(value, str | Mapping)
        assert plain, f"{expected}, got {_shown(value)}"
        items = value if isinstance(value, list | tuple) else _as_list(value)
        right = len(items) == kind.size if kind.kind == "array" else True
        if kind.kind == "sequence" and kind.size:
            right = len(items) <= kind.size
        assert right, f"{expected}, got length {len(items)}"
        try:
            for item in items:
                one(item)
        except AssertionError as error:
            raise AssertionError(f"{expected} ({error})") from None
        return items

    return check


def _as_list(value: Any) -> list[Any]:
    """Give Python values: rosidl would misread numpy's booleans."""
    return list(value.tolist()) if isinstance(value, np.ndarray) else list(value)


def _expected_list(name: str, kind: FieldType, message_class: type | None) -> str:
    names = {"bool": "bool", "byte": "bytes", "string": "str", "wstring": "str"}
    wanted = names[kind.base] if message_class is None else message_class.__name__
    length = f" with length {'<= ' if kind.kind == 'sequence' else ''}{kind.size}"
    bound = f" and each string value not longer than {kind.string_bound}"
    return (
        f"The '{name}' field must be a set or sequence{length if kind.size else ''}"
        f"{bound if kind.string_bound else ''} and each value of type '{wanted}'"
    )


def _shown(value: object) -> str:
    text = repr(value)
    return f"{text if len(text) <= 80 else text[:77] + '...'} of type '{type(value).__name__}'"
