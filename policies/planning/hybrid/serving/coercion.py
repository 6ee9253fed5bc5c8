"""The text of a tool's argument as the value that its JSON schema asks for.

The format of calls has no types: `5` may be a number or a text. A value that its schema cannot
be met with stays the text that it was, and is named.
"""

from __future__ import annotations

import json
import math
from typing import Any

from policies.planning.hybrid.serving.alternatives import (
    Schema,
    alternatives,
    kind_of,
    members_of,
)


def coerce(text: str, schema: Schema, root: Schema | None = None) -> tuple[Any, bool]:
    """The value that a text stands for.

    Texts stay as they are to the byte; where several types are allowed, the first that fits
    wins, and text comes last.

    Args:
        text: As the model wrote it.
        schema: Of this argument.
        root: Where `$ref` starts; None: `schema`.

    Returns:
        The value, and whether the schema's type and listed values are met.
    """
    allowed = alternatives(schema, schema if root is None else root)
    for alternative in sorted(allowed, key=_is_text):
        met, value = _met(text, alternative)
        if met:
            return value, True
    return text, False


def _is_text(alternative: Schema) -> bool:
    return members_of(alternative) is None and kind_of(alternative) in ("string", None)


def _met(text: str, alternative: Schema) -> tuple[bool, Any]:
    members = members_of(alternative)
    if members is not None:
        return _member(text, members)
    kind = kind_of(alternative)
    return (True, text) if kind in ("string", None) else _parsed(text.strip(), kind)


def _member(text: str, members: list[Any]) -> tuple[bool, Any]:
    if text in members:
        return True, text
    for member in members:
        if not isinstance(member, str) and json.dumps(member) == _in_json(text.strip()):
            return True, member
    return False, None


def _in_json(text: str) -> str:
    # Models that learned from Python write its words.
    return {"True": "true", "False": "false", "None": "null"}.get(text, text)


def _parsed(text: str, kind: str) -> tuple[bool, Any]:
    try:
        value = json.loads(_in_json(text) if kind in ("boolean", "null") else text)
        # What is written on must be JSON and text again: no infinity, no half of a character.
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False, None
    return _converted(value, kind)


def _converted(value: Any, kind: str) -> tuple[bool, Any]:
    if kind == "boolean" or isinstance(value, bool):
        return kind == "boolean" and isinstance(value, bool), value
    if kind == "integer":
        if isinstance(value, float) and math.isfinite(value) and value.is_integer():
            return True, int(value)
        return isinstance(value, int), value
    if kind == "number":
        return isinstance(value, int | float), value
    if kind == "null":
        return value is None, value
    return isinstance(value, {"object": dict, "array": list}.get(kind, ())), value
