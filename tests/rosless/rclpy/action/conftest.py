"""A server of Fibonacci whose callbacks a test gives, and a client of it."""

import pytest
from example_interfaces.action import Fibonacci
from rclpy.action import ActionClient, ActionServer


class Play:
    """A server and a client in two nodes, spun together."""

    def __init__(self, nodes, execute, **options):
        self.nodes = nodes
        self.server_node, self.client_node = nodes.node("server"), nodes.node("client")
        self.server = ActionServer(self.server_node, Fibonacci, "fibonacci", execute, **options)
        self.client = ActionClient(self.client_node, Fibonacci, "fibonacci")
        nodes.spin_until(self.client.server_is_ready)

    def send(self, order=3, **options):
        """Send a goal; gives its handle at the client."""
        goal = Fibonacci.Goal(order=order)
        return self.nodes.answer(self.client.send_goal_async(goal, **options))

    def result(self, handle):
        return self.nodes.answer(handle.get_result_async())

    def cancel(self, handle):
        return self.nodes.answer(handle.cancel_goal_async())


@pytest.fixture
def play(nodes):
    """`play(execute, cancel_callback=...)`: a server and a client that have found each other."""
    return lambda execute, **options: Play(nodes, execute, **options)
