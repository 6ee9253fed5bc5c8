"""Values of ROS parameters: which type a text of a launch file becomes.

A text with substitutions is read as YAML, so that `$(var seed)` gives a number; `type` says
otherwise. A text without any stays text, as in launch_ros.
"""

from __future__ import annotations

import math
from typing import Any

import yaml

from physai_sim.core.errors import ConfigError, PhysAIError
from physai_sim.launching.actions import Parameter
from physai_sim.launching.scope import ParameterValue, Scope
from physai_sim.launching.substitutions import substitute
from physai_sim.launching.templates import Template

_SCALARS: dict[str, type] = {"str": str, "bool": bool, "float": float, "int": int}
KINDS = {*_SCALARS, *(f"list_of_{name}" for name in _SCALARS), "yaml"}


def parameter_value(parameter: Parameter, scope: Scope) -> ParameterValue:
    """The value of a `param`, of the type it says.

    Raises:
        PhysAIError: If a substitution fails, or the value is not of that type.
    """
    kind = None if parameter.kind == "yaml" else parameter.kind
    literal, where = parameter.value, parameter.where
    if isinstance(literal, tuple):
        item_kind = kind.removeprefix("list_of_") if kind else None
        if kind == item_kind and kind is not None:
            raise _wrong(literal, kind, where)
        items = [_scalar(item, item_kind, scope, where) for item in literal]
        return _uniform(items, item_kind, where)
    if isinstance(literal, Template) and literal.plain is None:
        return typed_value(substitute(literal, scope), kind, where=where)
    return _checked(literal.plain if isinstance(literal, Template) else literal, kind, where)


def typed_value(text: str, kind: str | None, *, where: str) -> ParameterValue:
    """What a text becomes that came from a substitution.

    Args:
        text: The text.
        kind: One of `KINDS` but "yaml"; None for the rules of YAML.
        where: Its place, for errors.

    Raises:
        ConfigError: If the text is of another type, or of none that a parameter can have.
    """
    if kind == "str" or (kind is None and not text):
        return text
    if kind in ("int", "float"):
        return _number(text, kind, where)
    if kind == "bool":
        text = {"1": "true", "0": "false"}.get(text, text)
    try:
        value = yaml.safe_load(text)
    except (yaml.YAMLError, ArithmeticError, LookupError, ValueError, RecursionError):
        raise _wrong(text, kind or "text that YAML can read (or `type: str`)", where) from None
    return _checked(value, kind, where)


def _number(text: str, kind: str, where: str) -> ParameterValue:
    try:
        value = _SCALARS[kind](text)
    except ValueError:
        raise _wrong(text, kind, where) from None
    if isinstance(value, float) and math.isnan(value):
        raise _wrong(text, "a number", where)
    return value  # type: ignore[no-any-return]


def _scalar(item: object, kind: str | None, scope: Scope, where: str) -> Any:
    if isinstance(item, Template) and item.plain is None:
        return typed_value(substitute(item, scope), kind, where=where)
    return item.plain if isinstance(item, Template) else item


def _checked(value: object, kind: str | None, where: str) -> ParameterValue:
    if isinstance(value, list):
        item_kind = None if kind is None else kind.removeprefix("list_of_")
        if kind is not None and kind == item_kind:
            raise _wrong(value, kind, where)
        return _uniform(value, item_kind, where)
    allowed = tuple(_SCALARS.values()) if kind is None else (_SCALARS.get(kind, list),)
    if type(value) not in allowed:
        expected = kind or "a boolean, a number, text or a list of one of them (or `type: str`)"
        raise _wrong(value, expected, where)
    return value  # type: ignore[return-value]


def _uniform(items: list[Any], kind: str | None, where: str) -> ParameterValue:
    """A list whose items share a type; an integer is no float, as in launch_ros."""
    kinds = {type(item) for item in items}
    wanted = tuple(_SCALARS.values()) if kind is None else (_SCALARS[kind],)
    if len(kinds) > 1 or not kinds <= set(wanted):
        raise _wrong(items, f"a list of {kind or 'scalars of one type'}", where)
    return items


def _wrong(value: object, expected: str, where: str) -> PhysAIError:
    return ConfigError("wrong parameter value", where=where, got=value, expected=expected)


def parameter_file(node: str, values: dict[str, ParameterValue]) -> str:
    """The text of a parameter file.

    Args:
        node: Fully qualified name of the node, or `/**` for whichever it is.
        values: Parameters by name.
    """
    return yaml.safe_dump({node: {"ros__parameters": values}}, default_flow_style=None)
