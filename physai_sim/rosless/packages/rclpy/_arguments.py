"""ROS arguments of a command line: `--ros-args ... --`. Source: docs.ros.org, "Node arguments"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from rclpy._parameter_files import Block, checked_value, node_matches, read_blocks
from rclpy._remap import RemapRule, parse_remap_rule
from rclpy._yaml import load_yaml
from rclpy.exceptions import RCLInvalidROSArgsError, UnknownROSArgsError
from rclpy.impl.logging_severity import LoggingSeverity
from rclpy.parameter import Parameter

BEGIN, END = "--ros-args", "--"
FAILED = "Failed to parse ROS arguments"
_PARAMETER = re.compile(r"(?:(?P<node>\w+):)?(?P<name>[^:]+):=(?P<value>.*)", re.DOTALL)
_SWITCH = re.compile(r"--(?P<does>enable|disable)-(?P<log>rosout|stdout|external-lib)-logs")


@dataclass(slots=True)
class Arguments:
    """What a command line says to ROS.

    Args:
        remaps: Other names, in the order given.
        parameters: Values of parameters by pattern of nodes' full names; later ones win.
        log_levels: Least severity by logger; that of the empty name holds for all others.
        enclave: Name of the security enclave.
        logs: Whether each kind of log is kept: `rosout`, `stdout`, `external-lib`.
    """

    remaps: list[RemapRule] = field(default_factory=list)
    parameters: list[Block] = field(default_factory=list)
    log_levels: dict[str, LoggingSeverity] = field(default_factory=dict)
    enclave: str = "/"
    logs: dict[str, bool] = field(default_factory=dict)

    def remap_node_name(self, name: str) -> str | None:
        """The name that a node gets instead of this one; None where it keeps it."""
        rules = (rule for rule in self.remaps if rule.holds_for("node", name))
        return next((rule.replacement for rule in rules), None)

    def remap_namespace(self, *names: str) -> str | None:
        """The namespace that a node of one of these names gets; None where it keeps its own."""
        rules = (rule for rule in self.remaps if rule.holds_for("namespace", *names))
        return next((rule.replacement for rule in rules), None)

    def remap_topic(self, full: str, given_name: str, name: str, namespace: str) -> str | None:
        """The full name of a topic of a node instead of this one; None where it keeps it.

        Args:
            full: Full name that the program gave it.
            given_name: Name that the program gave the node.
            name: Name of the node.
            namespace: Its namespace.
        """
        return self._renamed("topic", full, (given_name, name), namespace)

    def remap_service(self, full: str, given_name: str, name: str, namespace: str) -> str | None:
        """The same for a service."""
        return self._renamed("service", full, (given_name, name), namespace)

    def parameter_overrides(self, node_full_name: str) -> dict[str, Parameter]:
        """Values of a node's parameters by name, which win over those that it declares."""
        found: dict[str, Parameter] = {}
        for pattern, values in self.parameters:
            if node_matches(pattern, node_full_name):
                found |= {name: Parameter(name, value=value) for name, value in values.items()}
        return found

    def apply_log_levels(self) -> None:
        """Let loggers say what the command line wants them to say, and where."""
        from rclpy import logging

        for name, level in self.log_levels.items():
            logging.set_logger_level(name, level)
        if "stdout" in self.logs:
            logging.enable_console(self.logs["stdout"])

    def _renamed(self, kind: str, full: str, nodes: tuple[str, str], namespace: str) -> str | None:
        for rule in self.remaps:
            if rule.holds_for(kind, *nodes):
                found = rule.renamed(full, nodes[-1], namespace)
                if found is not None:
                    return found
        return None


def parse_arguments(args: Sequence[str]) -> Arguments:
    """Read the ROS arguments of a command line; others are left alone.

    Raises:
        UnknownROSArgsError: If a ROS argument is unknown.
        RCLInvalidROSArgsError: If one is written wrongly, or a file cannot be read.
    """
    found, unknown = Arguments(), []
    words = iter(_split(args)[0])
    for word in words:
        if (switch := _SWITCH.fullmatch(word)) is not None:
            found.logs[switch["log"]] = switch["does"] == "enable"
        elif word in _OPTIONS:
            value = next(words, None)
            if value is None:
                raise RCLInvalidROSArgsError(
                    f"{FAILED}: Couldn't parse trailing {word} flag: no value found"
                )
            _OPTIONS[word](found, value)
        else:
            unknown.append(word)
    if unknown:
        raise UnknownROSArgsError(f"Found unknown ROS arguments: {unknown}")
    return found


def remove_ros_args(args: Sequence[str]) -> list[str]:
    """The arguments of a command line that are not for ROS."""
    return _split(args)[1]


def _split(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """Arguments for ROS, without their marks, and the others."""
    for_ros: list[str] = []
    others: list[str] = []
    current = others
    for word in args:
        if word == BEGIN:
            current = for_ros
        elif word == END and current is for_ros:
            current = others
        else:
            current.append(word)
    return for_ros, others


def _add_remap(found: Arguments, text: str) -> None:
    try:
        found.remaps.append(parse_remap_rule(text))
    except ValueError as error:
        raise RCLInvalidROSArgsError(f"{FAILED}: {error}") from None


def _add_parameter(found: Arguments, text: str) -> None:
    rule = _PARAMETER.fullmatch(text)
    if rule is None:
        raise RCLInvalidROSArgsError(
            f"{FAILED}: Couldn't parse parameter override rule: {text!r}; "
            "expected [node:]name:=value"
        )
    try:
        value = checked_value(load_yaml(rule["value"]), f"parameter {rule['name']}")
    except (yaml.YAMLError, RuntimeError) as error:
        reason = " ".join(str(error).split())
        raise RCLInvalidROSArgsError(
            f"{FAILED}: Couldn't parse parameter override rule: {text!r}: {reason}"
        ) from None
    pattern = f"/**/{rule['node']}" if rule["node"] else "/**"
    found.parameters.append((pattern, {rule["name"]: value}))


def _add_file(found: Arguments, path: str) -> None:
    try:
        found.parameters += read_blocks(path)
    except (OSError, RuntimeError) as error:
        raise RCLInvalidROSArgsError(f"{FAILED}: Couldn't parse params file: {error}") from None


def _add_log_level(found: Arguments, text: str) -> None:
    name, assigned, level = text.rpartition(":=")
    known = {severity.name for severity in LoggingSeverity}
    if level.upper() not in known or (assigned and not name):
        raise RCLInvalidROSArgsError(
            f"{FAILED}: Couldn't parse log level rule: {text!r}; expected [logger:=]LEVEL, "
            f"known levels: {', '.join(severity.name.lower() for severity in LoggingSeverity)}"
        )
    found.log_levels[name] = LoggingSeverity[level.upper()]


def _set_enclave(found: Arguments, name: str) -> None:
    found.enclave = name


def _ignore(found: Arguments, text: str) -> None:
    """Accept what configures a way of logging that does not exist here."""


_OPTIONS: dict[str, Callable[[Arguments, str], Any]] = {
    **dict.fromkeys(("-r", "--remap"), _add_remap),
    **dict.fromkeys(("-p", "--param"), _add_parameter),
    "--params-file": _add_file,
    "--log-level": _add_log_level,
    **dict.fromkeys(("-e", "--enclave"), _set_enclave),
    **dict.fromkeys(("--log-config-file", "--log-file-name"), _ignore),
}
