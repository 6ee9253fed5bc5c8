"""Parameters of other nodes, through the services that every node has."""

from __future__ import annotations

from typing import Any

from rclpy.parameter import (
    Parameter,
    get_parameter_value,
    parameter_dict_from_yaml_file,
    parameter_value_to_python,
)
from rclpy.qos import qos_profile_parameters

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.ros.inspect import graph
from physai_sim.ros.inspect.interfaces import service_type
from physai_sim.ros.inspect.services import Asker
from physai_sim.ros.inspect.session import Live, LiveError

TIMEOUT_S = 5.0
Outcome = tuple[str, bool, str]
"""Name of a parameter, whether it was set, and why not."""


class RemoteParameters:
    """Parameters of a node.

    Args:
        live: Us.
        node: Its name.
        timeout_s: Longest wait for each answer [s].

    Raises:
        UnknownNameError: If there is no such node.
    """

    def __init__(self, live: Live, node: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self._live, self._timeout_s = live, timeout_s
        self.node = graph.found_node(live, node)

    def names(self, prefixes: tuple[str, ...] = ()) -> list[str]:
        """Names of all parameters, or of those below some prefixes; sorted.

        Raises:
            LiveError: If the node does not answer.
        """
        response = self._ask("ListParameters", "list_parameters", prefixes=list(prefixes))
        return sorted(response.result.names)

    def get(self, names: list[str]) -> list[Any]:
        """`rcl_interfaces/msg/ParameterValue` of each name.

        Raises:
            UnknownNameError: If there is no such parameter.
            LiveError: If the node does not answer.
        """
        response = self._ask("GetParameters", "get_parameters", names=names)
        if len(response.values) != len(names):
            raise self._unknown(names)
        return list(response.values)

    def set(self, name: str, value: str) -> Outcome:
        """Set a parameter to what a text says, read as YAML.

        Raises:
            LiveError: If the node does not answer.
        """
        from rcl_interfaces.msg import Parameter as Message

        return self._set([Message(name=name, value=get_parameter_value(string_value=value))])[0]

    def load(self, path: str) -> list[Outcome]:
        """Set what a parameter file says of the node, or of all nodes.

        Raises:
            ConfigError: If the file is wrong, or says nothing of the node.
            LiveError: If the node does not answer.
        """
        problems: list[Exception] = []
        for key in (self.node, self.node.lstrip("/"), "/**"):
            if (found := _read(path, key, problems)) is not None:
                return self._set(list(found.values()))
        raise ConfigError(f"cannot load parameters: {problems[0]}", where=path)

    def describe(self, names: list[str]) -> list[Any]:
        """`rcl_interfaces/msg/ParameterDescriptor` of each name.

        Raises:
            UnknownNameError: If there is no such parameter.
            LiveError: If the node does not answer.
        """
        response = self._ask("DescribeParameters", "describe_parameters", names=names)
        if len(response.descriptors) != len(names):
            raise self._unknown(names)
        return list(response.descriptors)

    def dump(self) -> dict[str, Any]:
        """What a parameter file would say of the node; names with dots are nested.

        Raises:
            LiveError: If the node does not answer.
        """
        names = self.names()
        values = self.get(names) if names else []
        nested: dict[str, Any] = {}
        for name, value in zip(names, values, strict=True):
            if value.type != Parameter.Type.NOT_SET.value:
                _put(nested, name.split("."), plain_value(value))
        return {self.node: {"ros__parameters": nested}}

    def _set(self, messages: list[Any]) -> list[Outcome]:
        response = self._ask("SetParameters", "set_parameters", parameters=messages)
        if len(response.results) != len(messages):
            raise LiveError("the node refused without a word", where=self.node)
        return [
            (message.name, result.successful, result.reason)
            for message, result in zip(messages, response.results, strict=True)
        ]

    def _ask(self, kind: str, service: str, **fields: Any) -> Any:
        name, type_name = f"{self.node}/{service}", f"rcl_interfaces/srv/{kind}"
        request = service_type(type_name).Request(**fields)
        with Asker(self._live, name, type_name, profile=qos_profile_parameters) as asker:
            asker.wait(self._timeout_s, lambda line: None)
            return asker.ask(request, self._timeout_s)

    def _unknown(self, names: list[str]) -> UnknownNameError:
        known = self.names()
        missing = next((name for name in names if name not in known), names[0])
        return UnknownNameError("no such parameter", where=self.node, got=missing, known=known)


def plain_value(value: Any) -> Any:
    """The value that a `ParameterValue` tells, bytes as numbers; None where it is not set."""
    found = parameter_value_to_python(value)
    if isinstance(found, list):
        return [item[0] if isinstance(item, bytes) else item for item in found]
    return found


def type_of(number: int) -> str:
    """The name of a type of `rcl_interfaces/msg/ParameterType`: `integer`, `double array`."""
    name = Parameter.Type(number).name.lower().replace("_", " ")
    return name.replace("bool", "boolean")


def with_parameters(live: Live) -> list[str]:
    """Full names of all nodes that let others see their parameters."""
    live.settle()
    served = {name for name, _ in graph.services(live, hidden=True)}
    return [node for node in graph.nodes(live) if f"{node}/list_parameters" in served]


def _read(path: str, key: str, problems: list[Exception]) -> dict[str, Any] | None:
    """What a file says under a key, and under `/**`, as `rcl_interfaces/msg/Parameter`."""
    try:
        return parameter_dict_from_yaml_file(path, use_wildcard=True, target_nodes=[key])
    except (RuntimeError, OSError, ValueError, TypeError) as error:
        problems.append(error)
        return None


def _put(nested: dict[str, Any], steps: list[str], value: Any) -> None:
    for index, step in enumerate(steps[:-1]):
        below = nested.setdefault(step, {})
        if not isinstance(below, dict):  # `a` and `a.b` are both parameters
            nested[".".join(steps[index:])] = value
            return
        nested = below
    if isinstance(nested.get(steps[-1]), dict):
        nested.update({f"{steps[-1]}.{key}": part for key, part in nested[steps[-1]].items()})
    nested[steps[-1]] = value
