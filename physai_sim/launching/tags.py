"""Reads the tags of a launch file; the table is the list of those known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.yaml_source import YamlSource, read_yaml
from physai_sim.launching.actions import (
    Argument,
    Group,
    Include,
    LaunchAction,
    Let,
    Log,
    PushNamespace,
    SetEnvironment,
    SetParameter,
    Shutdown,
)
from physai_sim.launching.elements import Element
from physai_sim.launching.process_tags import flag, pairs, read_executable, read_node

Reader = Callable[[Element, dict[str, Any]], LaunchAction]


def read_launch_file(path: Path) -> tuple[LaunchAction, ...]:
    """What a launch file says.

    Raises:
        PhysAIError: If it is no YAML launch file, or has a tag or attribute that is not known.
    """
    if path.suffix not in (".yaml", ".yml"):
        raise ConfigError("not a YAML launch file", where=path.name, expected="NAME.launch.yaml")
    return launch_actions(read_yaml(path))


def launch_actions(source: YamlSource) -> tuple[LaunchAction, ...]:
    """What a launch file says that has been parsed; see `read_launch_file`."""
    if set(source.data) != {"launch"}:
        got = ", ".join(str(key) for key in source.data)
        raise ConfigError("wrong content", where=source.name, got=got, expected="the key `launch`")
    root = Element("launch", source.data["launch"], source, ("launch",))
    actions = tuple(_action(child) for child in root.children())
    root.finish()
    return actions


def _action(element: Element) -> LaunchAction:
    reader = _READERS.get(element.tag)
    if reader is None:
        what = "unknown tag"
        raise UnknownNameError(what, where=element.where(), got=element.tag, known=_READERS)
    when, unless = element.optional("if"), element.optional("unless")
    if when and unless:
        raise ConfigError("`if` and `unless` exclude each other", where=element.where())
    common = {"where": element.where(), "condition": when or unless, "negated": bool(unless)}
    action = reader(element, common)
    element.finish()
    return action


def _read_argument(element: Element, common: dict[str, Any]) -> Argument:
    choices = []
    for part in element.parts("choice"):
        choices.append(part.literal("value"))
        part.finish()
    return Argument(
        **common,
        name=element.literal("name"),
        default=element.optional("default"),
        description=element.literal("description") if element.has("description") else "",
        choices=tuple(choices),
    )


def _read_group(element: Element, common: dict[str, Any]) -> Group:
    keep = []
    actions = []
    for child in element.children():
        if child.tag == "keep":
            keep.append((child.text("name"), child.text("value")))
            child.finish()
        else:
            actions.append(_action(child))
    return Group(
        **common,
        actions=tuple(actions),
        scoped=flag(element, "scoped", default=True),
        forwarding=flag(element, "forwarding", default=True),
        keep=tuple(keep),
    )


def _read_include(element: Element, common: dict[str, Any]) -> Include:
    arguments = pairs(element, "arg", ("name", "value"))
    return Include(**common, file=element.text("file"), arguments=arguments)


def _read_let(element: Element, common: dict[str, Any]) -> Let:
    return Let(**common, name=element.text("name"), value=element.text("value"))


def _read_set_env(element: Element, common: dict[str, Any]) -> SetEnvironment:
    return SetEnvironment(**common, name=element.text("name"), value=element.text("value"))


def _read_unset_env(element: Element, common: dict[str, Any]) -> SetEnvironment:
    return SetEnvironment(**common, name=element.text("name"), value=None)


def _read_namespace(element: Element, common: dict[str, Any]) -> PushNamespace:
    return PushNamespace(**common, namespace=element.text("namespace"))


def _read_parameter(element: Element, common: dict[str, Any]) -> SetParameter:
    return SetParameter(**common, name=element.text("name"), value=element.text("value"))


def _read_log(element: Element, common: dict[str, Any]) -> Log:
    return Log(**common, message=element.text("message"))


def _read_shutdown(element: Element, common: dict[str, Any]) -> Shutdown:
    return Shutdown(**common, reason=element.optional("reason"))


_READERS: dict[str, Reader] = {
    "arg": _read_argument,
    "executable": read_executable,
    "group": _read_group,
    "include": _read_include,
    "let": _read_let,
    "log": _read_log,
    "node": read_node,
    "push-ros-namespace": _read_namespace,
    "push_ros_namespace": _read_namespace,
    "set_env": _read_set_env,
    "set_parameter": _read_parameter,
    "shutdown": _read_shutdown,
    "unset_env": _read_unset_env,
}
