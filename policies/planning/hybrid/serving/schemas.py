"""JSON schemas that a grammar can be made of: not too large, and met by a value that ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policies.planning.hybrid.serving.refusal import RefusalError

# A grammar is compiled by recursion, and a chain of some thousands of references ends the process.
REFERENCES, PARTS = 512, 4096
_BLANK: Mapping[str, Any] = {}


def check(schema: Any, *, where: str) -> None:
    """Refuse what would end the process, or an answer that can never end.

    Args:
        schema: Whose references, `#/...`, are its own.
        where: The request's key that asked for it.

    Raises:
        RefusalError: If it is none or too large, or each value that meets it needs another one
            for ever.
    """
    try:
        _check(schema, where)
    except (TypeError, ValueError, AttributeError) as error:
        raise RefusalError(f"not a schema ({error})", where=where) from error


def _check(schema: Any, where: str) -> None:
    parts = list(_parts(schema))
    names = {part["$ref"] for part in parts if isinstance(part.get("$ref"), str)}
    for what, got, most in (("parts", len(parts), PARTS), ("references", len(names), REFERENCES)):
        if got > most:
            expected = f"at most {most}"
            raise RefusalError(f"too many {what}", where=where, got=got, expected=expected)
    left = {name: target for name in sorted(names) if (target := _target(schema, name))}
    # A reference ends where one of its values needs only references that end: the least fixpoint.
    while found := [name for name, target in left.items() if _ends(target, left)]:
        for name in found:
            del left[name]
    if not _ends(schema, left):
        raise RefusalError("nothing satisfies it: it needs itself for ever", where=where)


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
    inner = value.values() if isinstance(value, Mapping) else value
    for part in inner if isinstance(value, Mapping | list) else ():
        yield from _parts(part)


def _target(schema: Any, name: str) -> Mapping[str, Any]:
    """What a reference points to; nothing where that is none, which the grammar's maker judges.

    Source: RFC 6901, JSON Pointer.
    """
    if not name.startswith("#"):
        return _BLANK
    for step in name[1:].split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        schema = schema.get(key) if isinstance(schema, Mapping) else None
    return schema if isinstance(schema, Mapping) else _BLANK


def _ends(schema: Any, left: Mapping[str, Any]) -> bool:
    """Whether some value of finite size meets it, if no reference that is left ends."""
    if not isinstance(schema, Mapping):
        return True
    if schema.get("$ref") in left or not all(_ends(s, left) for s in schema.get("allOf") or ()):
        return False
    for key in ("anyOf", "oneOf"):
        if schema.get(key) and not any(_ends(s, left) for s in schema[key]):
            return False
    kinds = schema.get("type", "any")
    if "enum" in schema or "const" in schema:
        return True
    return any(_kind_ends(kind, schema, left) for kind in _listed(kinds))


def _kind_ends(kind: str, schema: Mapping[str, Any], left: Mapping[str, Any]) -> bool:
    if kind == "object":
        held, others = schema.get("properties") or _BLANK, schema.get("additionalProperties")
        needed = schema.get("required") or ()
        return all(_ends(held.get(name, others), left) for name in needed)
    if kind == "array":
        first, least = list(schema.get("prefixItems") or ()), schema.get("minItems") or 0
        others = [schema.get("items")] if least > len(first) else []
        return all(_ends(item, left) for item in [*first[: int(least)], *others])
    return True


def _listed(kinds: Any) -> list[Any]:
    return list(kinds) if isinstance(kinds, list) else [kinds]
