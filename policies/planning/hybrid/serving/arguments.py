"""The arguments of a tool by the schema of its parameters, also where that is put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policies.planning.hybrid.serving.alternatives import Together, alternatives

WAYS, NAMES = 16, 1000  # to call one tool, and of its arguments


@dataclass(frozen=True, slots=True)
class Arguments:
    """Schemas by names, and the names that must be given."""

    schemas: Mapping[str, Any]
    required: frozenset[str]


def ways(parameters: Any) -> list[Arguments]:
    """The ways to call a tool: one, unless its parameters are a choice.

    Args:
        parameters: A schema, in which references start.

    Raises:
        ValueError: If there are too many.
    """
    found = alternatives(parameters, parameters)
    each = {tuple(id(part) for part in one if set(part) != {"$ref"}): one for one in found}
    if len(each) > WAYS:
        raise ValueError(f"more than {WAYS} ways to call it")
    return [_way(together) for together in each.values()]


def any_way(parameters: Any) -> Arguments:
    """All arguments of all ways, and those that each of them needs.

    Raises:
        ValueError: If there are too many ways.
    """
    each = ways(parameters)
    schemas: dict[str, list[Any]] = {}
    for way in each:
        for name, schema in way.schemas.items():
            if schema not in schemas.setdefault(name, []):
                schemas[name].append(schema)
    required = frozenset.intersection(*(way.required for way in each)) if each else frozenset()
    return Arguments({name: _one_of("anyOf", some) for name, some in schemas.items()}, required)


def _way(together: Together) -> Arguments:
    schemas: dict[str, list[Any]] = {}
    required: set[str] = set()
    for part in together:
        properties, needed = part.get("properties") or {}, part.get("required") or []
        if not isinstance(properties, dict) or not isinstance(needed, list):
            raise ValueError("properties must be an object, and required a list")
        for name, schema in properties.items():
            schemas.setdefault(name, []).append(schema)
        required.update(map(str, needed))
    if len(schemas) + len(required) > NAMES:
        raise ValueError(f"more than {NAMES} arguments")
    for name in sorted(required - set(schemas)):
        schemas[name] = [{}]
    return Arguments(
        {name: _one_of("allOf", some) for name, some in schemas.items()}, frozenset(required)
    )


def _one_of(key: str, some: list[Any]) -> Any:
    return some[0] if len(some) == 1 else {key: some}
