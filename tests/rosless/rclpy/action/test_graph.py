"""Which actions there are, and whose."""

from example_interfaces.action import Fibonacci
from rclpy.action import (
    get_action_client_names_and_types_by_node,
    get_action_names_and_types,
    get_action_server_names_and_types_by_node,
)

FOUND = [("/fibonacci", ["example_interfaces/action/Fibonacci"])]


def test_servers_and_clients_are_found(play):
    one = play(lambda handle: Fibonacci.Result())
    watch = one.nodes.node("watch")
    one.nodes.spin_until(lambda: get_action_names_and_types(watch) == FOUND)
    assert get_action_server_names_and_types_by_node(watch, "server", "/") == FOUND
    assert get_action_server_names_and_types_by_node(watch, "client", "/") == []
    assert get_action_client_names_and_types_by_node(watch, "client", "/") == FOUND
    assert get_action_client_names_and_types_by_node(watch, "server", "/") == []
