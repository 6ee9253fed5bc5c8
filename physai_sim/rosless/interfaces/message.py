"""The base of all message classes: construction, comparison and text, as rosidl's have them."""

from __future__ import annotations

import copy
from array import array
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from physai_sim.rosless.interfaces.definition import Struct


class Message:
    """A message; its class is made from a definition by `get_class`.

    Source: rosidl_generator_py, whose classes programs for rclpy are written for.

    Args:
        **kwargs: Values of fields; the others get their defaults.

    Raises:
        AssertionError: If there is no such field, or a value does not fit its field.
    """

    __slots__ = ()
    # Two underscores within a name: no field is named so, and none can hide these.
    _TYPE_SUPPORT: ClassVar[Struct]
    SLOT_TYPES: ClassVar[tuple[object, ...]] = ()
    _fields_and_field_types: ClassVar[dict[str, str]] = {}
    _field__immutable: ClassVar[tuple[tuple[Callable[[Any, Any], None], object], ...]] = ()
    _field__mutable: ClassVar[
        tuple[tuple[str, Callable[[Any, Any], None], Callable[[], object]], ...]
    ] = ()

    def __init__(self, **kwargs: Any) -> None:
        for store, value in self._field__immutable:
            store(self, value)
        for name, store, make in self._field__mutable:
            if name not in kwargs:
                store(self, make())
        if kwargs:
            self._field__assign(kwargs)

    def _field__assign(self, values: dict[str, Any]) -> None:
        values.pop("check_fields", None)  # fields are always checked
        known = self._fields_and_field_types
        if unknown := sorted(values.keys() - known.keys()):
            raise AssertionError(
                f"Invalid arguments passed to constructor: {', '.join(unknown)} "
                f"(fields of {type(self).__name__}: {', '.join(known) or 'none'})"
            )
        for name, value in values.items():
            setattr(self, name, value)

    def __repr__(self) -> str:
        names = self._fields_and_field_types
        texts = (f"{name}={_text(getattr(self, name))}" for name in names)
        package = type(self).__module__.rpartition(".")[0]
        return f"{package}.{type(self).__name__}({', '.join(texts)})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return False
        names = self._fields_and_field_types
        return all(_same(getattr(self, name), getattr(other, name)) for name in names)

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]:
        """Give the fields' names and the texts of their types, for example `sequence<double>`."""
        return copy.copy(cls._fields_and_field_types)


def _text(value: Any) -> str:
    if isinstance(value, array):
        return repr(value.tolist())
    return repr(value)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other))
    return bool(one == other)
