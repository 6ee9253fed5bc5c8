"""What a value may be by its JSON schema: one of some, each of which is schemas that hold at once.

Nothing is merged: where several schemas hold at once, each keeps what it says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from policies.planning.hybrid.serving.references import Schema, target

MOST, STEPS = 256, 4096  # alternatives, and schemas that are looked at
Together = tuple[Schema, ...]
# By which keys a schema without a type tells it.
_HINTS = {"object": ("properties", "required"), "array": ("items", "prefixItems")}


def alternatives(schema: Any, root: Any) -> list[Together]:
    """Follow references and choices; none is left where nothing meets it.

    Args:
        schema: Of a value.
        root: Where its references, `#/...`, start.

    Raises:
        ValueError: If there are too many.
    """
    try:
        return _Walk(root).of(schema, frozenset())
    except RecursionError:
        raise ValueError("too many references in a row") from None


def kinds_of(together: Together) -> frozenset[str] | None:
    """The types that all allow; None: any."""
    found: frozenset[str] | None = None
    for part in together:
        told = part.get("type")
        if isinstance(told, str | list):
            kinds = frozenset([told] if isinstance(told, str) else map(str, told))
            found = kinds if found is None else _both(found, kinds)
    if found is not None:
        return found
    hints = (k for k, keys in _HINTS.items() if any(key in p for p in together for key in keys))
    return next((frozenset([kind]) for kind in hints), None)


def members_of(together: Together) -> list[Any] | None:
    """The values that it may be, where they are listed."""
    lists = [_listed(part) for part in together]
    told = [values for values in lists if values is not None]
    if not told:
        return None
    written = [{json.dumps(value) for value in values} for values in told[1:]]
    kept = [v for v in told[0] if all(json.dumps(v) in others for others in written)]
    kinds = kinds_of(together)
    return [value for value in kept if kinds is None or kinds & kinds_of_value(value)]


def kinds_of_value(value: Any) -> set[str]:
    """The types of JSON that a value is of."""
    if isinstance(value, bool):
        return {"boolean"}
    if isinstance(value, int | float):
        is_whole = isinstance(value, int) or value.is_integer()
        return {"number", "integer"} if is_whole else {"number"}
    names = {str: "string", list: "array", dict: "object", type(None): "null"}
    return {names[type(value)]}


def may_be_text(together: Together) -> bool:
    """Whether some text that is not listed meets it."""
    kinds = kinds_of(together)
    return members_of(together) is None and (kinds is None or "string" in kinds)


def other_kinds(together: Together) -> frozenset[str]:
    """The types, but for text, that it may be of; none where anything is allowed."""
    members = members_of(together)
    if members is not None:
        found = [kinds_of_value(member) for member in members if not isinstance(member, str)]
        return frozenset[str]().union(*found)
    return (kinds_of(together) or frozenset()) - {"string"}


class _Walk:
    def __init__(self, root: Any) -> None:
        self._root, self._steps = root, 0

    def of(self, schema: Any, path: frozenset[str]) -> list[Together]:
        """Alternatives; a reference to what it stands in ends nowhere, and is none."""
        self._steps += 1
        if self._steps > STEPS:
            raise ValueError("too many alternatives")
        if not isinstance(schema, Mapping):
            return [] if schema is False else [()]
        found: list[Together] = [(schema,)]
        name = schema.get("$ref")
        if isinstance(name, str):
            if name in path:
                return []
            found = _at_once(found, self.of(target(name, self._root), path | {name}))
        for part in _parts(schema, "allOf"):
            found = _at_once(found, self.of(part, path))
        for key in ("anyOf", "oneOf"):
            if parts := _parts(schema, key):
                each = [one for part in parts for one in self.of(part, path)]
                found = _at_once(found, each)
        return found


def _parts(schema: Schema, key: str) -> list[Any]:
    found = schema.get(key)
    return found if isinstance(found, list) else []


def _at_once(some: list[Together], others: list[Together]) -> list[Together]:
    if len(some) * len(others) > MOST:
        raise ValueError("too many alternatives")
    return [one + other for one in some for other in others]


def _listed(part: Schema) -> list[Any] | None:
    if "const" in part:
        return [part["const"]]
    listed = part.get("enum")
    return listed if isinstance(listed, list) else None


def _both(some: Iterable[str], others: frozenset[str]) -> frozenset[str]:
    """Types that both allow; each integer is a number."""
    found = {kind for kind in some if kind in others}
    if ("number" in some and "integer" in others) or ("integer" in some and "number" in others):
        found.add("integer")
    return frozenset(found)
