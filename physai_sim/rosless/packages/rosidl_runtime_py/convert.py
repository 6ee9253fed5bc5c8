"""Messages to dictionaries, YAML and lines of comma-separated values.

Source: rosidl_runtime_py, whose texts `ros2 topic echo` prints.
"""

from __future__ import annotations

import sys
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import yaml

from physai_sim.rosless.interfaces.slot_types import (
    Array,
    BasicType,
    BoundedSequence,
    BoundedWString,
    NamespacedType,
    UnboundedWString,
)

_COLLECTIONS = (list, tuple, array, np.ndarray)


class _Dumper(yaml.SafeDumper):
    """Keeps the order of fields."""


_Dumper.add_representer(
    OrderedDict,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items()),
)


@dataclass(frozen=True)
class _Limits:
    """What to leave out."""

    length: int | None
    no_arr: bool
    no_str: bool

    def cuts(self, value: Any) -> bool:
        return self.length is not None and len(value) > self.length


def message_to_ordereddict(
    msg: Any,
    *,
    truncate_length: int | None = None,
    no_arr: bool = False,
    no_str: bool = False,
) -> OrderedDict[str, Any]:
    """Give a message's fields as a dictionary, nested messages as dictionaries in it.

    Args:
        msg: The message.
        truncate_length: Longest value; what is cut off is replaced by `...`.
        no_arr: Whether arrays are replaced by a note of their type and length.
        no_str: Whether strings are replaced by a note of their length.
    """
    limits = _Limits(truncate_length, no_arr, no_str)
    return OrderedDict((name, _plain(value, limits, kind)) for name, value, kind in _fields(msg))


def message_to_yaml(
    msg: Any,
    *,
    truncate_length: int | None = None,
    no_arr: bool = False,
    no_str: bool = False,
    flow_style: bool = False,
) -> str:
    """Give a message as YAML; `flow_style` puts it on one line. See `message_to_ordereddict`."""
    fields = message_to_ordereddict(
        msg, truncate_length=truncate_length, no_arr=no_arr, no_str=no_str
    )
    text: str = yaml.dump(
        fields,
        Dumper=_Dumper,
        allow_unicode=True,
        width=sys.maxsize,
        default_flow_style=flow_style,
        sort_keys=False,
    )
    return text


def message_to_csv(
    msg: Any,
    *,
    truncate_length: int | None = None,
    no_arr: bool = False,
    no_str: bool = False,
) -> str:
    """Give a message's values in one line between commas. See `message_to_ordereddict`."""
    limits = _Limits(truncate_length, no_arr, no_str)
    return ",".join(_line(value, limits, kind) for _, value, kind in _fields(msg))


def get_message_slot_types(msg: Any) -> OrderedDict[str, Any]:
    """Give the types of a message's fields by name."""
    return OrderedDict(zip(msg.get_fields_and_field_types(), msg.SLOT_TYPES, strict=True))


def _fields(msg: Any) -> Iterator[tuple[str, Any, Any]]:
    for name, kind in get_message_slot_types(msg).items():
        yield name, getattr(msg, name), kind


def _plain(value: Any, limits: _Limits, kind: object = None) -> Any:
    if isinstance(value, bytes):
        return _cut(value.decode("latin-1"), limits)
    if isinstance(value, str):
        return _note(value) if limits.no_str else _cut(value, limits)
    if isinstance(value, _COLLECTIONS):
        return _plain_items(value, limits, kind)
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, bool | int | float):
        return value
    return message_to_ordereddict(
        value, truncate_length=limits.length, no_arr=limits.no_arr, no_str=limits.no_str
    )


def _plain_items(value: Any, limits: _Limits, kind: object) -> Any:
    if limits.no_arr and kind is not None:
        return _note_of_array(value, kind)
    kept = [_plain(item, limits) for item in value[: limits.length]]
    return [*kept, "..."] if limits.cuts(value) else kept


def _line(value: Any, limits: _Limits, kind: object = None) -> str:
    if isinstance(value, _COLLECTIONS):
        if limits.no_arr and kind is not None:
            return _note_of_array(value, kind)
        texts = [_line(item, limits) for item in value[: limits.length]]
        return ",".join([*texts, "..."] if limits.cuts(value) else texts)
    if isinstance(value, str):
        return _note(value) if limits.no_str else _cut(value, limits)
    if isinstance(value, bytes | bool | int | float | np.generic):
        return str(value)
    return message_to_csv(
        value, truncate_length=limits.length, no_arr=limits.no_arr, no_str=limits.no_str
    )


def _cut(text: str, limits: _Limits) -> str:
    return f"{text[: limits.length]}..." if limits.cuts(text) else text


def _note(text: str) -> str:
    return f"<string length: <{len(text)}>>"


def _note_of_array(value: Any, kind: Any) -> str:
    name = _type_name(kind.value_type)
    if isinstance(kind, Array):
        return f"<array type: {name}[{kind.size}]>"
    bound = f"[{kind.maximum_size}]" if isinstance(kind, BoundedSequence) else ""
    return f"<sequence type: {name}{bound}, length: {len(value)}>"


def _type_name(kind: object) -> str:
    if isinstance(kind, BasicType):
        return str(kind.typename)
    if isinstance(kind, NamespacedType):
        return "/".join((*kind.namespaces, kind.name))
    return "wstring" if isinstance(kind, BoundedWString | UnboundedWString) else "string"
