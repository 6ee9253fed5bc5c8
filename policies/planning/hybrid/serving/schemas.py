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
STEPS = 100_000  # by which it is found out which of them end
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
    _Endings(schema, names, where).hold((schema, *apart))


def _parts(value: Any) -> Iterator[Any]:
    """It and all in it."""
    yield value
    inner = value.values() if isinstance(value, Mapping) else value
    for part in inner if isinstance(value, Mapping | list) else ():
        yield from _parts(part)


class _Endings:
    """Which references end: those of which some value needs only references that end.

    Args:
        root: Where they start.
        names: Of all of them.
        where: The request's key that asked for it.
    """

    def __init__(self, root: Any, names: set[str], where: str) -> None:
        found = {name: target(name, root) for name in sorted(names)}
        self._left = {name: to for name, to in found.items() if isinstance(to, Mapping)}
        self._where, self._steps = where, 0
        while self._left and self._drop():
            pass

    def hold(self, schemas: Sequence[Any]) -> None:
        """Refuse what needs itself for ever.

        Raises:
            RefusalError: If one of them does.
        """
        if not all(map(self._ends, schemas)):
            what = "nothing satisfies it: it needs itself for ever"
            raise RefusalError(what, where=self._where)

    def _drop(self) -> bool:
        """Leave out those that end by what is known now; False if there is none."""
        before = len(self._left)
        # References mostly point to what stands behind them.
        for name in reversed(list(self._left)):
            if self._ends(self._left[name]):
                del self._left[name]
        return len(self._left) < before

    def _ends(self, schema: Any) -> bool:
        """Whether some value of finite size meets it, if no reference that is left ends."""
        self._steps += 1
        if self._steps > STEPS:
            raise RefusalError("too many references to each other", where=self._where)
        if not isinstance(schema, Mapping):
            return True
        if schema.get("$ref") in self._left or not all(map(self._ends, schema.get("allOf") or ())):
            return False
        for key in ("anyOf", "oneOf"):
            if schema.get(key) and not any(map(self._ends, schema[key])):
                return False
        if "enum" in schema or "const" in schema:
            return True
        kinds = schema.get("type", "any")
        listed = kinds if isinstance(kinds, list) else [kinds]
        return any(self._kind_ends(kind, schema) for kind in listed)

    def _kind_ends(self, kind: str, schema: Mapping[str, Any]) -> bool:
        if kind == "object":
            held, others = schema.get("properties") or _BLANK, schema.get("additionalProperties")
            needed = schema.get("required") or ()
            return all(self._ends(held.get(name, others)) for name in needed)
        if kind == "array":
            first, least = list(schema.get("prefixItems") or ()), schema.get("minItems") or 0
            others = [schema.get("items")] if least > len(first) else []
            return all(map(self._ends, [*first[: int(least)], *others]))
        return True
