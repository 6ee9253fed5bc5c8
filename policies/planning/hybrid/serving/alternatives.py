"""What a value may be by its schema: a list of schemas of one type each, or of none told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
# References and choices within each other that are followed.
_DEPTH = 8
_BLANK: Schema = {}


def alternatives(schema: Any, root: Schema) -> list[Schema]:
    """Follow references, choices and lists of types; what is no schema is one of anything.

    Args:
        schema: Of a value.
        root: Where its references, `#/...`, start.
    """
    return _alternatives(schema, root, 0)


def kind_of(alternative: Schema) -> str | None:
    """The type that is told, or that its other keys are of; None: any."""
    kind = alternative.get("type")
    if isinstance(kind, str):
        return kind
    of = {"object": ("properties", "required", "additionalProperties"), "array": ("items",)}
    return next((name for name, keys in of.items() if any(k in alternative for k in keys)), None)


def members_of(alternative: Schema) -> list[Any] | None:
    """The values that it may be, where they are listed."""
    if "const" in alternative:
        return [alternative["const"]]
    listed = alternative.get("enum")
    return listed if isinstance(listed, list) else None


def target(name: str, root: Any) -> Schema:
    """What a reference points to; nothing where that is none.

    Source: RFC 6901, JSON Pointer.
    """
    place = root if name.startswith("#") else None
    for step in name[1:].split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        place = place.get(key) if isinstance(place, Mapping) else None
    return place if isinstance(place, Mapping) else _BLANK


def _alternatives(schema: Any, root: Schema, depth: int) -> list[Schema]:
    if not isinstance(schema, Mapping) or depth > _DEPTH:
        return [_BLANK]
    name = schema.get("$ref")
    if isinstance(name, str):
        return _alternatives({**target(name, root), **_without(schema, "$ref")}, root, depth + 1)
    whole = schema.get("allOf")
    if isinstance(whole, list) and whole:
        merged: dict[str, Any] = {}
        for part in whole:
            merged |= part if isinstance(part, Mapping) else _BLANK
        return _alternatives({**merged, **_without(schema, "allOf")}, root, depth + 1)
    for key in ("anyOf", "oneOf"):
        if isinstance(choice := schema.get(key), list) and choice:
            rest = _without(schema, key)
            each = [{**rest, **part} if isinstance(part, Mapping) else part for part in choice]
            return [leaf for part in each for leaf in _alternatives(part, root, depth + 1)]
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return [{**schema, "type": kind} for kind in kinds if isinstance(kind, str)] or [_BLANK]
    return [schema]


def _without(schema: Schema, key: str) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != key}
