"""Messages, and parts of them, as texts that people and programs read."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml
from rosidl_runtime_py import message_to_csv, message_to_ordereddict, message_to_yaml

LENGTH = 128
"""Longest array or string of a text that people read; as `ros2 topic echo` has it."""
Form = Literal["yaml", "csv", "json"]


@dataclass(frozen=True, slots=True)
class Style:
    """How messages are written.

    Args:
        form: Language of the text.
        length: Longest array or string, the rest is cut off; None: all is written.
        no_arr: Whether a note of type and length replaces arrays.
        no_str: Whether a note of their length replaces strings.
        flow: Whether YAML is on one line.
    """

    form: Form = "yaml"
    length: int | None = LENGTH
    no_arr: bool = False
    no_str: bool = False
    flow: bool = False


WHOLE = Style(form="json", length=None)
"""Nothing is left out."""


def text_of(value: Any, style: Style) -> str:
    """The text of a message, or of a part of one, without a line's end."""
    if style.form == "json":
        return json.dumps(json_ready(plain(value, style)), ensure_ascii=False)
    if is_message(value):
        return _text_of_message(value, style)
    found = plain(value, style)
    if style.form == "csv":
        return ",".join(_cells(found))
    if not isinstance(found, list):
        return str(found)
    flow = style.flow or not any(isinstance(item, dict) for item in found)
    return _dumped(found, flow=flow)


def plain(value: Any, style: Style = WHOLE) -> Any:
    """A message, or a part of one, as dictionaries, lists and numbers."""
    if is_message(value):
        found = message_to_ordereddict(
            value, truncate_length=style.length, no_arr=style.no_arr, no_str=style.no_str
        )
        return _dictionaries(found)
    if isinstance(value, bytes):
        value = list(value) if len(value) != 1 else value[0]
    elif hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, str) and style.length is not None and len(value) > style.length:
        return f"{value[: style.length]}..."
    if not isinstance(value, (list, tuple)):
        return value
    items = [plain(item, style) for item in value[: style.length]]
    cut = style.length is not None and len(value) > style.length
    return [*items, "..."] if cut else items


def json_ready(value: Any) -> Any:
    """A value that JSON can hold: it has no infinity and no NaN, which become texts.

    Source: protobuf's JSON mapping, for the texts.
    """
    if isinstance(value, Mapping):
        return {str(name): json_ready(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_ready(item) for item in value]
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def is_message(value: Any) -> bool:
    """Whether this is a message, or a part of a service or an action."""
    return hasattr(value, "get_fields_and_field_types")


def _text_of_message(message: Any, style: Style) -> str:
    limits: dict[str, Any] = {
        "truncate_length": style.length,
        "no_arr": style.no_arr,
        "no_str": style.no_str,
    }
    if style.form == "csv":
        return str(message_to_csv(message, **limits))
    return str(message_to_yaml(message, **limits, flow_style=style.flow)).rstrip("\n")


def _dictionaries(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _dictionaries(part) for name, part in value.items()}
    return [_dictionaries(item) for item in value] if isinstance(value, list) else value


def _cells(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        return [cell for item in value for cell in _cells(item)]
    return [str(value)]


def _dumped(value: Any, *, flow: bool) -> str:
    text: str = yaml.safe_dump(
        value, default_flow_style=flow, sort_keys=False, width=sys.maxsize, allow_unicode=True
    )
    return text.rstrip("\n")
