"""The text of a tool's argument as the value that its JSON schema asks for.

The format of calls has no types: `5` may be a number or a text. A value that its schema cannot
be met with stays the text that it was, and is named.
"""

from __future__ import annotations

import json
import math
from typing import Any

from policies.planning.hybrid.serving.alternatives import (
    alternatives,
    may_be_text,
    members_of,
    other_kinds,
)


def coerce(text: str, schema: Any, root: Any = None) -> tuple[Any, bool]:
    """The value that a text stands for.

    Texts stay as they are to the byte; where several types are allowed, the first that fits
    wins, and text comes last.

    Args:
        text: As the model wrote it.
        schema: Of this argument.
        root: Where `$ref` starts; None: `schema`.

    Returns:
        The value, and whether the schema's types and listed values are met.
    """
    try:
        allowed = alternatives(schema, schema if root is None else root)
    except (ValueError, RecursionError):
        return text, True
    listed = [member for one in allowed for member in members_of(one) or ()]
    if text in listed:
        return text, True
    for member in listed:
        if not isinstance(member, str) and _is_written(member, text.strip()):
            return member, True
    for kind in [kind for one in allowed if members_of(one) is None for kind in _ordered(one)]:
        found, value = _parsed(text.strip(), kind)
        if found:
            return value, True
    return text, any(map(may_be_text, allowed))


def _ordered(together: Any) -> list[str]:
    """Integers before numbers: a number that is one stays one."""
    return sorted(other_kinds(together))


def _is_written(member: Any, text: str) -> bool:
    """Whether a text is JSON of a listed value, however it is spaced, and numbers written."""
    try:
        value = json.loads(_in_json(text))
    except (ValueError, RecursionError):
        return False
    return bool(value == member) and isinstance(value, bool) == isinstance(member, bool)


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
