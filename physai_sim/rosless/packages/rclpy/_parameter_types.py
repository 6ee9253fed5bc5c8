"""Which values each type of parameter has. Source: rcl_interfaces, `msg/ParameterType.msg`."""

from __future__ import annotations

import array
from collections.abc import Callable
from typing import Any

SEQUENCES = (list, tuple, array.array)
"""Classes of values that are lists to a parameter."""


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _list_of(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, SEQUENCES) and all(check(item) for item in value)


# In the order in which a type is guessed: booleans are integers to Python.
CHECKS: dict[str, Callable[[Any], bool]] = {
    "NOT_SET": lambda value: value is None,
    "BOOL": lambda value: isinstance(value, bool),
    "INTEGER": _is_integer,
    "DOUBLE": lambda value: isinstance(value, float),
    "STRING": lambda value: isinstance(value, str),
    "BYTE_ARRAY": _list_of(lambda item: isinstance(item, bytes) and len(item) == 1),
    "BOOL_ARRAY": _list_of(lambda item: isinstance(item, bool)),
    "INTEGER_ARRAY": _list_of(_is_integer),
    "DOUBLE_ARRAY": _list_of(lambda item: isinstance(item, float)),
    "STRING_ARRAY": _list_of(lambda item: isinstance(item, str)),
}
FIELDS = {
    1: "bool_value",
    2: "integer_value",
    3: "double_value",
    4: "string_value",
    5: "byte_array_value",
    6: "bool_array_value",
    7: "integer_array_value",
    8: "double_array_value",
    9: "string_array_value",
}
"""Field of `rcl_interfaces/msg/ParameterValue` that holds a value of each type."""
