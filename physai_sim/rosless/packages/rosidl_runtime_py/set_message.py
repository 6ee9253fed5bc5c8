"""Fields of messages from what a YAML text or a command line says."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.rosless.interfaces.message import Message
from physai_sim.rosless.interfaces.slot_types import NamespacedType
from rosidl_runtime_py.convert import get_message_slot_types
from rosidl_runtime_py.import_message import import_message_from_namespaced_type

Setter = Callable[[Any], None]


def set_message_fields(
    msg: Any,
    values: Mapping[str, Any],
    expand_header_auto: bool = False,
    expand_time_now: bool = False,
) -> list[Setter]:
    """Set fields of a message.

    Args:
        msg: The message.
        values: Values by name of field; those of nested messages are mappings of their own.
        expand_header_auto: Whether `auto` for a Header means a stamp to be set later.
        expand_time_now: Whether `now` for a Time means a time to be set later.

    Returns:
        Setters that take a Time, for the stamps that are to be set later.

    Raises:
        AttributeError: If the message has no such field.
        TypeError: If a value is not of the kind its field needs.
    """
    expansion = _Expansion(header=expand_header_auto, time=expand_time_now)
    expansion.fill(msg, values)
    return expansion.setters


@dataclass
class _Expansion:
    header: bool
    time: bool
    setters: list[Setter] = field(default_factory=list)

    def fill(self, msg: Any, values: Any) -> None:
        if not isinstance(values, Mapping):
            raise TypeError(
                f"Value '{values}' is expected to be a dictionary but is a {type(values).__name__}"
            )
        kinds = get_message_slot_types(msg)
        for name, value in values.items():
            if name not in kinds:
                raise AttributeError(
                    f"'{type(msg).__name__}' has no field '{name}' (fields: {', '.join(kinds)})"
                )
            if not self._later(msg, name, value):
                setattr(msg, name, self._value(getattr(msg, name), value, kinds[name]))

    def _later(self, msg: Any, name: str, value: object) -> bool:
        current = getattr(msg, name)
        kind = f"{type(current).__module__}.{type(current).__name__}"
        if self.header and value == "auto" and kind == "std_msgs.msg._header.Header":
            self.setters.append(partial(setattr, current, "stamp"))
            return True
        if self.time and value == "now" and kind == "builtin_interfaces.msg._time.Time":
            self.setters.append(partial(setattr, msg, name))
            return True
        return False

    def _value(self, current: Any, value: Any, kind: Any) -> Any:
        if type(current) is type(value):
            return self._nested(value, kind) if isinstance(value, list) else value
        if isinstance(current, array | np.ndarray):
            return _numbers(current, value)
        if isinstance(current, Message):
            made = type(current)()
            self.fill(made, value)
            return made
        if isinstance(current, bytes) and isinstance(value, int):
            return bytes([value])
        if isinstance(current, list):
            return self._nested(list(value), kind)
        return type(current)(value)

    def _nested(self, values: list[Any], kind: Any) -> list[Any]:
        """Make the messages of a list out of their mappings."""
        element = getattr(kind, "value_type", None)
        if not isinstance(element, NamespacedType):
            return values
        made = []
        for value in values:
            item = value
            if not isinstance(value, Message):
                item = import_message_from_namespaced_type(element)()
                self.fill(item, value)
            made.append(item)
        return made


def _numbers(current: array[Any] | NDArray[Any], value: Any) -> Any:
    if isinstance(current, array):
        return array(current.typecode, value)
    return np.array(value, dtype=current.dtype)
