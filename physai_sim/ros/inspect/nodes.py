"""What a node publishes, reads, serves and asks."""

from __future__ import annotations

from rclpy.action import (
    get_action_client_names_and_types_by_node,
    get_action_server_names_and_types_by_node,
)
from rclpy.topic_or_service_is_hidden import topic_or_service_is_hidden

from physai_sim.core.errors import UnknownNameError
from physai_sim.ros.inspect import graph
from physai_sim.ros.inspect.graph import NamesAndTypes
from physai_sim.ros.inspect.session import Live


def info(live: Live, name: str, *, hidden: bool = False) -> dict[str, NamesAndTypes]:
    """Names with their types, by what they are to the node.

    Args:
        live: Us.
        name: Of the node.
        hidden: Whether names with a part that begins with an underscore are meant too.

    Raises:
        UnknownNameError: If there is no such node.
    """
    full = graph.found_node(live, name)
    live.settle()  # a node is known before all that it has
    who = graph.split_node_name(full)
    node = live.node
    try:
        found = {
            "subscribers": node.get_subscriber_names_and_types_by_node(*who),
            "publishers": node.get_publisher_names_and_types_by_node(*who),
            "service_servers": node.get_service_names_and_types_by_node(*who),
            "service_clients": node.get_client_names_and_types_by_node(*who),
            "action_servers": get_action_server_names_and_types_by_node(node, *who),
            "action_clients": get_action_client_names_and_types_by_node(node, *who),
        }
    except RuntimeError as error:  # it left in the meantime
        raise UnknownNameError("no such node", got=full, known=graph.nodes(live)) from error
    return {
        key: [item for item in items if hidden or not topic_or_service_is_hidden(item[0])]
        for key, items in found.items()
    }
