"""The text of a tool's argument as the value that its JSON schema asks for.

The format of calls has no types: `5` may be a number or a text. A value that its schema cannot
be met with stays the text that it was, and is named.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]


def coerce(text: str, schema: Schema, root: Schema | None = None) -> tuple[Any, bool]:
    """The value that a text stands for.

    Texts stay as they are to the byte; where several types are allowed, the first that fits
    wins, and text comes last.

    Args:
        text: As the model wrote it.
        schema: Of this argument.
        root: Where `$ref` starts; None: `schema`.

    Returns:
        The value, and whether the schema's type is met.
    """
    whole = schema if root is None else root
    types = _types(schema, whole)
    if not types:
        return _from_enum(text, schema)
    for kind in sorted(types, key=lambda name: name == "string"):
        if kind == "string":
            return text, True
        found, value = _parsed(text.strip(), kind)
        if found:
            return value, True
    return text, False


def _types(schema: Schema, root: Schema, depth: int = 0) -> list[str]:
    if depth > 8 or not isinstance(schema, Mapping):
        return []
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        return _types(_at(reference, root), root, depth + 1)
    kind = schema.get("type")
    if isinstance(kind, str):
        return [kind]
    if isinstance(kind, list):
        return [name for name in kind if isinstance(name, str)]
    given = (schema.get(name) for name in ("anyOf", "oneOf"))
    branches = [branch for each in given if isinstance(each, list) for branch in each]
    return [name for branch in branches for name in _types(branch, root, depth + 1)]


def _at(reference: str, root: Schema) -> Schema:
    place: Any = root
    for step in reference[2:].split("/"):
        place = place.get(step, {}) if isinstance(place, Mapping) else {}
    return place if isinstance(place, Mapping) else {}


def _from_enum(text: str, schema: Schema) -> tuple[Any, bool]:
    members = [schema["const"]] if "const" in schema else schema.get("enum")
    if not isinstance(members, list) or text in members:
        return text, True
    for member in members:
        if not isinstance(member, str) and json.dumps(member) == text.strip():
            return member, True
    return text, False


def _parsed(text: str, kind: str) -> tuple[bool, Any]:
    if kind in ("boolean", "null"):
        # Models that learned from Python write its words.
        text = {"True": "true", "False": "false", "None": "null"}.get(text, text)
    try:
        value = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError):
        return False, None
    return _converted(value, kind)


def _refused(word: str) -> None:
    raise ValueError(word)


def _converted(value: Any, kind: str) -> tuple[bool, Any]:
    if kind == "boolean" or isinstance(value, bool):
        return kind == "boolean" and isinstance(value, bool), value
    if kind == "integer":
        if isinstance(value, float) and math.isfinite(value) and value.is_integer():
            return True, int(value)
        return isinstance(value, int), value
    if kind == "number":
        finite = isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))
        return finite, value
    if kind == "null":
        return value is None, value
    return isinstance(value, {"object": dict, "array": list}.get(kind, ())), value
