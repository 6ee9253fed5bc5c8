"""What a value may be by its schema: a list of schemas of one type each, or of none told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

Schema = Mapping[str, Any]
MOST = 256  # that are told apart
_BLANK: Schema = {}


def alternatives(schema: Any, root: Schema) -> list[Schema]:
    """Follow references, choices and lists of types; what is no schema is one of anything.

    Args:
        schema: Of a value.
        root: Where its references, `#/...`, start.
    """
    try:
        found = list(islice(_Walk(root).leaves(schema), MOST))
    except RecursionError:
        return [_BLANK]
    return found or [_BLANK]


def kind_of(alternative: Schema) -> str | None:
    """The type that is told, here or in what must hold besides, or that other keys are of."""
    for part in parts_of(alternative):
        if isinstance(kind := part.get("type"), str):
            return kind
    of = {"object": ("properties", "required", "additionalProperties"), "array": ("items",)}
    return next((name for name, keys in of.items() if any(k in alternative for k in keys)), None)


def members_of(alternative: Schema) -> list[Any] | None:
    """The values that it may be, where they are listed."""
    for part in parts_of(alternative):
        if "const" in part:
            return [part["const"]]
        if isinstance(listed := part.get("enum"), list):
            return listed
    return None


def parts_of(alternative: Schema) -> list[Schema]:
    """It, and what must hold besides."""
    besides = alternative.get("allOf")
    more = besides if isinstance(besides, list) else []
    return [alternative, *(part for part in more if isinstance(part, Mapping))]


def target(name: str, root: Any) -> Schema:
    """What a reference points to; nothing where that is none.

    Source: RFC 6901, JSON Pointer.
    """
    place = root if name.startswith("#") else None
    for step in name[1:].split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        place = place.get(key) if isinstance(place, Mapping) else None
    return place if isinstance(place, Mapping) else _BLANK


class _Walk:
    """Each reference is followed once: choices of references to each other would multiply."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._seen: set[str] = set()

    def leaves(self, schema: Any) -> Iterator[Schema]:
        if not isinstance(schema, Mapping):
            yield _BLANK
            return
        name, whole = schema.get("$ref"), schema.get("allOf")
        if isinstance(name, str):
            if name not in self._seen:
                self._seen.add(name)
                yield from self.leaves({**target(name, self._root), **_without(schema, "$ref")})
        elif isinstance(whole, list) and len(whole) == 1 and isinstance(whole[0], Mapping):
            yield from self.leaves({**whole[0], **_without(schema, "allOf")})
        elif choice := _choice(schema):
            key, parts = choice
            rest = _without(schema, key)
            for part in parts:
                yield from self.leaves({**rest, **part} if isinstance(part, Mapping) else part)
        elif isinstance(kinds := schema.get("type"), list):
            yield from ({**schema, "type": kind} for kind in kinds if isinstance(kind, str))
        else:
            yield schema


def _choice(schema: Schema) -> tuple[str, list[Any]] | None:
    found = ((key, schema.get(key)) for key in ("anyOf", "oneOf"))
    return next(((key, each) for key, each in found if isinstance(each, list) and each), None)


def _without(schema: Schema, key: str) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != key}
