"""Full names of topics and services. Source: design.ros2.org, "Topic and Service names"."""

from __future__ import annotations

import re

from rclpy._name_rules import namespace_fault, node_name_fault, topic_name_fault


def expand_topic_name(topic_name: str, node_name: str, node_namespace: str) -> str:
    """Give the full name of a topic in the view of a node; `validate_full_topic_name` checks it.

    Args:
        topic_name: Full, relative or private (`~/x`), with `{node}`, `{ns}` and `{namespace}`.
        node_name: Name of the node.
        node_namespace: Its namespace.

    Raises:
        ValueError: If one of them is none, or a substitution is unknown.
    """
    for what, name, fault in (
        ("topic name", topic_name, topic_name_fault(topic_name)),
        ("node name", node_name, node_name_fault(node_name)),
        ("namespace", node_namespace, namespace_fault(node_namespace)),
    ):
        if fault is not None:
            raise ValueError(f"{what} {name!r} is invalid: {fault[0]}")
    space = node_namespace.rstrip("/")
    full = f"{space}/{node_name}{topic_name[1:]}" if topic_name[0] == "~" else topic_name
    values = {"node": node_name, "ns": node_namespace, "namespace": node_namespace}
    for key in re.findall(r"\{(\w*)\}", full):
        if key not in values:
            known = ", ".join(values)
            raise ValueError(
                f"topic name {topic_name!r}: unknown substitution {key!r}; known: {known}"
            )
    full = re.sub(r"\{(\w*)\}", lambda found: values[found[1]], full)
    return full if full.startswith("/") else f"{space}/{full}"
