"""References within a JSON schema, `#/...`: what they point to, and a copy that stands alone.

Source: RFC 6901, JSON Pointer, and its section 6 for references.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

Schema = Mapping[str, Any]
DEFINITIONS = ("$defs", "definitions")
_WORDS = ("title", "description", "$comment", "default", "examples", "deprecated")
_LEFT_OUT = (*DEFINITIONS, *_WORDS)
# What holds schemas by names of its own, and what holds values and no schemas.
_BY_NAME = ("properties", "patternProperties", "dependentSchemas")
_VALUES = ("enum", "const")


def target(name: str, root: Any) -> Any:
    """What a reference points to; None where that is nothing."""
    place = root if name == "#" or name.startswith("#/") else None
    for step in unquote(name[1:]).split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(place, list):
            place = place[int(key)] if key.isdecimal() and int(key) < len(place) else None
        else:
            place = place.get(key) if isinstance(place, Mapping) else None
    return place


def self_contained(schema: Any, root: Any) -> Any:
    """The schema with all that its references need, under names of our own, and no more.

    Descriptions and the like, which allow and forbid nothing, are left out.

    Args:
        schema: A part of the root.
        root: Where its references start.
    """
    copy = _Copy(root)
    made = copy.of(schema)
    if not copy.made or not isinstance(made, dict):
        return made
    return {**made, "$defs": copy.whole()}


class _Copy:
    def __init__(self, root: Any) -> None:
        self._root = root
        self.made: dict[str, str] = {}

    def whole(self) -> dict[str, Any]:
        """What was pointed to, and what that points to."""
        found: dict[str, Any] = {}
        while len(found) < len(self.made):
            for reference, name in list(self.made.items())[len(found) :]:
                found[name] = self.of(target(reference, self._root))
        return found

    def of(self, schema: Any) -> Any:
        if not isinstance(schema, Mapping):
            return schema
        return {key: self._value(key, v) for key, v in schema.items() if key not in _LEFT_OUT}

    def _value(self, key: str, value: Any) -> Any:
        if key == "$ref" and isinstance(value, str) and target(value, self._root) is not None:
            return f"#/$defs/{self.made.setdefault(value, f'd{len(self.made)}')}"
        if key in _VALUES:
            return value
        if key in _BY_NAME and isinstance(value, Mapping):
            return {name: self.of(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self.of(part) for part in value]
        return self.of(value)
