"""Which actions there are. Source: docs.ros.org, rclpy API, "Actions"."""

from __future__ import annotations

from typing import Any

NamesAndTypes = list[tuple[str, list[str]]]
_FEEDBACK, _MESSAGE = "/_action/feedback", "_FeedbackMessage"


def get_action_names_and_types(node: Any) -> NamesAndTypes:
    """All actions with their types."""
    return _actions(node.get_topic_names_and_types())


def get_action_server_names_and_types_by_node(
    node: Any, remote_node_name: str, remote_node_namespace: str
) -> NamesAndTypes:
    """Actions that a node serves, with their types."""
    found = node.get_publisher_names_and_types_by_node(remote_node_name, remote_node_namespace)
    return _actions(found)


def get_action_client_names_and_types_by_node(
    node: Any, remote_node_name: str, remote_node_namespace: str
) -> NamesAndTypes:
    """Actions that a node has clients of, with their types."""
    found = node.get_subscriber_names_and_types_by_node(remote_node_name, remote_node_namespace)
    return _actions(found)


def _actions(topics: NamesAndTypes) -> NamesAndTypes:
    return [
        (name.removesuffix(_FEEDBACK), [kind.removesuffix(_MESSAGE) for kind in types])
        for name, types in topics
        if name.endswith(_FEEDBACK)
    ]
