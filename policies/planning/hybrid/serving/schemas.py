"""JSON schemas that a grammar can be made of: not too large, and met by a value that ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policies.planning.hybrid.serving.references import target
from policies.planning.hybrid.serving.refusal import RefusalError

# A grammar is compiled by recursion: a chain of some thousands of references, or a list of some
# ten thousands of names, ends the process.
REFERENCES, PARTS = 512, 8192
# Regular expressions that must hold together take longer with each than any time there is.
TOGETHER = {"patternProperties": 64, "allOf": 32}
_BLANK: Mapping[str, Any] = {}


def check(schema: Any, *, where: str, apart: Sequence[Any] = ()) -> None:
    """Refuse what would end the process, or an answer that can never end.

    Args:
        schema: Whose references, `#/...`, are its own.
        where: The request's key that asked for it.
        apart: Parts of it that are written by themselves.

    Raises:
        RefusalError: If it is none or too large, or each value that meets it needs another one
            for ever.
    """
    try:
        _check(schema, apart, where)
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise RefusalError(f"not a schema ({error})", where=where) from error


def _check(schema: Any, apart: Sequence[Any], where: str) -> None:
    if not isinstance(schema, Mapping | bool):
        raise TypeError("an object, or true or false, is one")
    parts = list(_parts(schema))
    held = [part.get("$ref") for part in parts if isinstance(part, Mapping)]
    names = {name for name in held if isinstance(name, str)}
    for what, got, most in (("parts", len(parts), PARTS), ("references", len(names), REFERENCES)):
        if got > most:
            expected = f"at most {most}"
            raise RefusalError(f"too many {what}", where=where, got=got, expected=expected)
    for key, most in TOGETHER.items():
        many = sum(len(part.get(key) or ()) for part in parts if isinstance(part, Mapping))
        if many > most:
            raise RefusalError(
                f"too many {key}", where=where, got=many, expected=f"at most {most}"
            )
    left = {
        name: found for name in sorted(names) if isinstance(found := target(name, schema), Mapping)
    }
    # A reference ends where one of its values needs only references that end: the least fixpoint.
    while ends := [name for name, found in left.items() if _ends(found, left)]:
        for name in ends:
            del left[name]
    if not all(_ends(each, left) for each in (schema, *apart)):
        raise RefusalError("nothing satisfies it: it needs itself for ever", where=where)


def _parts(value: Any) -> Iterator[Any]:
    """It and all in it."""
    yield value
    inner = value.values() if isinstance(value, Mapping) else value
    for part in inner if isinstance(value, Mapping | list) else ():
        yield from _parts(part)


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
