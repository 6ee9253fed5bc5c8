"""Remap rules: other names for nodes, namespaces, topics and services.

Source: design.ros2.org, "Remapping Names"; docs.ros.org, "Node arguments".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rclpy._name_rules import namespace_fault, node_name_fault, topic_name_fault

_RULE = re.compile(
    r"(?:(?!rostopic:|rosservice:)(?P<node>\w+):)?"
    r"(?:(?P<scheme>rostopic|rosservice)://)?"
    r"(?P<match>[\w/~{}*]+):=(?P<replacement>.*)",
    re.ASCII | re.DOTALL,
)
_SPECIAL = {"__ns": "namespace", "__node": "node", "__name": "node"}
_SCHEMES = {"rostopic": ("topic",), "rosservice": ("service",), None: ("topic", "service")}


@dataclass(frozen=True, slots=True)
class RemapRule:
    r"""One rule.

    Args:
        kinds: What it renames: `node`, `namespace`, `topic`, `service`.
        node: Name of the only node for which it holds; None: for all.
        match: What it renames, for topics and services; `*` stands for a part, `**` for several.
        replacement: What it is called instead; `\1` stands for what the first star stood for.
    """

    kinds: tuple[str, ...]
    node: str | None
    match: str
    replacement: str

    def holds_for(self, kind: str, *nodes: str) -> bool:
        """Whether it renames this kind of thing in a node that has one of these names."""
        return kind in self.kinds and (self.node is None or self.node in nodes)

    def renamed(self, full_name: str, node: str, namespace: str) -> str | None:
        """The new full name of a topic or service of a node; None where it is not meant."""
        pattern = re.escape(_full(self.match, node, namespace))
        pattern = pattern.replace(r"\*\*", r"(.*)").replace(r"\*", r"([^/]+)")
        found = re.fullmatch(pattern, full_name)
        if found is None:
            return None
        new = re.sub(r"\\([1-9])", lambda back: _group(found, int(back[1])), self.replacement)
        return _full(new, node, namespace)


def parse_remap_rule(text: str) -> RemapRule:
    """Read a rule as it is written on the command line.

    Raises:
        ValueError: If it is none, or a name in it may not be one.
    """
    found = _RULE.fullmatch(text)
    if found is None:
        raise ValueError(f"Couldn't parse remap rule: {text!r}; expected [node:]from:=to")
    match, replacement = found["match"], found["replacement"]
    special = _SPECIAL.get(match)
    if match.startswith("__") and special is None:
        known = ", ".join(_SPECIAL)
        raise ValueError(f"Remap rule {text!r}: unknown {match!r}; known: {known}")
    if special == "node":
        fault = node_name_fault(replacement)
    elif special == "namespace":
        fault = namespace_fault(replacement)
    else:
        fault = topic_name_fault(re.sub(r"\\[1-9]", "x", replacement))
    if fault is not None:
        raise ValueError(f"Remap rule {text!r}: {fault[0]}, got {replacement!r}")
    kinds = (special,) if special else _SCHEMES[found["scheme"]]
    return RemapRule(kinds, found["node"], match, replacement)


def _full(name: str, node: str, namespace: str) -> str:
    """The full name of a topic in the view of a node; stars stay what they are."""
    space = namespace.rstrip("/")
    name = name.replace("{node}", node)
    name = name.replace("{namespace}", namespace).replace("{ns}", namespace)
    if name.startswith("~"):
        return f"{space}/{node}{name[1:]}"
    return name if name.startswith("/") else f"{space}/{name}"


def _group(found: re.Match[str], number: int) -> str:
    groups = found.groups()
    return groups[number - 1] if number <= len(groups) else ""
