"""Parameter files: for which nodes, and which values. Source: rcl_yaml_param_parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from rclpy._yaml import MAX_BYTES, load_yaml

KEY = "ros__parameters"
SEPARATOR = "."
Block = tuple[str, dict[str, Any]]
"""Pattern of nodes' full names, and the values of their parameters by name."""


def read_blocks(path: str) -> list[Block]:
    """Read a parameter file in its order: what comes later wins.

    Raises:
        OSError: If it cannot be read.
        RuntimeError: If it is no parameter file, or holds what is no value of a parameter, as a
            list of different types.
    """
    data = _read(path)
    if not isinstance(data, dict):
        raise RuntimeError(f"{path}: not a parameter file: expected a mapping of node names")
    return [(pattern, _flat(values, path)) for pattern, values in _nodes(data, "", path)]


def node_matches(pattern: str, full_name: str) -> bool:
    """Whether a node is meant: `*` stands for one part of its full name, `**` for any number."""
    text = re.escape(pattern).replace(r"/\*\*", r"(/\w+)*").replace(r"/\*", r"/\w+")
    return re.fullmatch(text, full_name) is not None


def read_parameter_file(
    path: str, target_nodes: list[str] | None, *, use_wildcard: bool
) -> dict[str, Any]:
    """Read the values for some keys of a file, or all; those of `/**` come first, so others win.

    Raises:
        OSError: If the file cannot be read.
        RuntimeError: If a key is not in the file, or the file is no parameter file.
    """
    data = _read(path)
    if not isinstance(data, dict):
        raise RuntimeError(f"{path}: not a parameter file: expected a mapping of node names")
    known = [key for key in data if key != "/**"]
    if missing := [node for node in target_nodes or () if node not in data]:
        raise RuntimeError(
            f"Param file does not contain parameters for {missing[0]},"
            f" only for nodes: {list(data)}"
        )
    chosen = ["/**"] if use_wildcard and "/**" in data else []
    chosen += list(target_nodes) if target_nodes else known
    if not chosen:
        raise RuntimeError("Param file does not contain selected parameters")
    found: dict[str, Any] = {}
    for key in chosen:
        if not isinstance(data[key], dict) or KEY not in data[key]:
            raise RuntimeError(f"YAML file is not a valid ROS parameter file for node {key}")
        found.update(_flat(data[key][KEY], path))
    return found


def checked_value(value: Any, where: str) -> Any:
    """Give a value that YAML gave, if a parameter can have it.

    Raises:
        RuntimeError: If it cannot: nothing, or a list of lists, of mappings or of different types.
    """
    items = value if isinstance(value, list) else [value]
    kinds = {type(item) for item in items}
    if not kinds <= {bool, int, float, str}:
        raise RuntimeError(f"{where}: no value of a parameter: {value!r}")
    if len(kinds) > 1:
        names = ", ".join(sorted(kind.__name__ for kind in kinds))
        raise RuntimeError(f"{where}: a list must be of one type, got {names} in {value!r}")
    return value


def _read(path: str) -> Any:
    try:
        with Path(path).open(encoding="utf-8") as file:
            return load_yaml(file.read(MAX_BYTES + 1))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: not YAML: {' '.join(str(error).split())}") from None


def _nodes(data: dict[Any, Any], above: str, path: str) -> Iterator[tuple[str, Any]]:
    """Walk namespaces down to the nodes: both `/ns/node:` and `ns:` over `node:` are written."""
    for key, value in data.items():
        name = f"{above}/{str(key).strip('/')}"
        if not isinstance(value, dict):
            raise RuntimeError(f"{path}: {name}: expected a mapping with {KEY}, got {value!r}")
        for inner, content in value.items():
            if inner == KEY:
                yield name, content
            else:
                yield from _nodes({inner: content}, name, path)


def _flat(values: Any, path: str, prefix: str = "") -> dict[str, Any]:
    """Nested names with dots between the parts."""
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise RuntimeError(f"{path}: {prefix or KEY}: expected a mapping, got {values!r}")
    found: dict[str, Any] = {}
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            found.update(_flat(value, path, f"{name}{SEPARATOR}"))
        else:
            found[name] = checked_value(value, f"{path}: {name}")
    return found
