"""Reads the tags that start a process: `node` and `executable`."""

from __future__ import annotations

import shlex
from typing import Any

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.launching.actions import (
    Executable,
    Node,
    Options,
    Parameter,
    ParameterFile,
    ParameterLiteral,
)
from physai_sim.launching.elements import Element
from physai_sim.launching.parameters import KINDS
from physai_sim.launching.templates import Template, parse_template

_SCALARS = (bool, int, float, str)


def read_executable(element: Element, common: dict[str, Any]) -> Executable:
    """The tag `executable`."""
    return Executable(
        **common,
        command=_words(element.text("cmd")),
        name=element.optional("name"),
        options=_options(element),
    )


def read_node(element: Element, common: dict[str, Any]) -> Node:
    """The tag `node`."""
    arguments, ros_arguments = element.optional("args"), element.optional("ros_args")
    parameters: list[Parameter | ParameterFile] = []
    for part in element.parts("param"):
        parameters += _parameters(part)
    return Node(
        **common,
        package=element.optional("pkg"),
        program=element.text("exec"),
        name=element.optional("name"),
        label=element.optional("exec_name"),
        namespace=element.optional("namespace"),
        arguments=_words(arguments) if arguments else (),
        ros_arguments=_words(ros_arguments) if ros_arguments else (),
        parameters=tuple(parameters),
        remaps=pairs(element, "remap", ("from", "to")),
        options=_options(element),
    )


def pairs(
    element: Element, name: str, keys: tuple[str, str]
) -> tuple[tuple[Template, Template], ...]:
    """An attribute that is a list of mappings with two keys."""
    found = []
    for part in element.parts(name):
        found.append((part.text(keys[0]), part.text(keys[1])))
        part.finish()
    return tuple(found)


def _options(element: Element) -> Options:
    if element.has("on_exit") and element.literal("on_exit") != "shutdown":
        got = element.literal("on_exit")
        raise ConfigError(
            "wrong value", where=element.where("on_exit"), got=got, expected="shutdown"
        )
    retries: Any = -1
    if element.has("respawn_max_retries"):
        retries = element.value("respawn_max_retries", (int,), expected="an integer")
    return Options(
        output=element.optional("output"),
        respawn=element.optional("respawn"),
        respawn_delay_s=_seconds(element, "respawn_delay") or 0.0,
        respawn_retries=retries,
        sigterm_s=_seconds(element, "sigterm_timeout"),
        sigkill_s=_seconds(element, "sigkill_timeout"),
        environment=pairs(element, "env", ("name", "value")),
        folder=element.optional("cwd"),
        prefix=element.optional("launch-prefix"),
        shell=flag(element, "shell", default=False),
        tty=flag(element, "emulate_tty", default=False),
        ends_launch=element.has("on_exit"),
    )


def flag(element: Element, name: str, *, default: bool) -> bool:
    """An attribute that is a YAML boolean."""
    if not element.has(name):
        return default
    return bool(element.value(name, (bool,), expected="true or false, without quotes"))


def _seconds(element: Element, name: str) -> float | None:
    if not element.has(name):
        return None
    expected = "seconds with a decimal point, such as 2.0"
    value: Any = element.value(name, (float,), expected=expected)
    if not 0.0 <= value < float("inf"):
        raise ConfigError("out of range", where=element.where(name), got=value, expected=">= 0")
    return float(value)


def _words(template: Template) -> tuple[Template, ...]:
    """Split at spaces as a shell does, but never what a substitution gives."""
    words: list[list[Any]] = [[]]
    for part in template.parts:
        if not isinstance(part, str):
            words[-1].append(part)
            continue
        try:
            split = shlex.split(part)
        except ValueError as error:
            what = f"cannot be split into words: {error}"
            raise ConfigError(what, where=template.where, got=part) from None
        if part[0].isspace():
            words.append([])
        words[-1] += split[:1]
        words += [[word] for word in split[1:]]
        if part[-1].isspace():
            words.append([])
    return tuple(Template(tuple(word), template.where) for word in words if word)


def _parameters(part: Element) -> list[Parameter | ParameterFile]:
    if part.has("from") == part.has("name"):
        raise ConfigError("a parameter has one of `name` and `from`", where=part.where())
    if not part.has("from"):
        return list(_named(part, ()))
    substitutes = flag(part, "allow_substs", default=False)
    file = ParameterFile(path=part.text("from"), substitutes=substitutes)
    part.finish()
    return [file]


def _named(part: Element, above: tuple[Any, ...]) -> list[Parameter]:
    """A parameter, or those nested below it, with dots between the names."""
    name = part.text("name")
    parts = (*above, *name.parts)
    kind = part.literal("type") if part.has("type") else None
    if kind is not None and kind not in KINDS:
        raise UnknownNameError("unknown type", where=part.where("type"), got=kind, known=KINDS)
    nested = [found for below in part.parts("param") for found in _named(below, (*parts, "."))]
    if bool(nested) == part.has("value") or (nested and kind):
        what = "a parameter has a `value` (and its `type`), or further parameters in `param`"
        raise ConfigError(what, where=part.where())
    if not nested:
        value = _literal(part, kind)
        template = Template(parts, name.where)
        nested = [Parameter(where=part.where("value"), name=template, value=value, kind=kind)]
    part.finish()
    return nested


def _literal(part: Element, kind: str | None) -> ParameterLiteral:
    kinds: tuple[type, ...] = (*_SCALARS, list)
    expected = "a scalar or a list of scalars"
    if kind is not None and kind.startswith("list_of_"):
        kinds, expected = (list,), "a list, whose items may be substitutions"
    value: Any = part.value("value", kinds, expected=expected)
    where = part.where("value")
    if not isinstance(value, list):
        return parse_template(value, where=where) if isinstance(value, str) else value
    if any(type(item) not in _SCALARS for item in value):
        raise ConfigError("wrong type", where=where, got=value, expected="a list of scalars")
    return tuple(
        parse_template(item, where=where) if isinstance(item, str) else item for item in value
    )
