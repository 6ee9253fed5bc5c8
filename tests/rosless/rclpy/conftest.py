"""Nodes of one process that see one another in a domain of their own."""

import time

import pytest
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node


class Company:
    """Nodes of one context, spun together."""

    def __init__(self, domain, arguments):
        self.context = Context()
        self.context.init(list(arguments), domain_id=domain)
        self.executor = SingleThreadedExecutor(context=self.context)
        self._nodes = []

    def node(self, name, *, kind=Node, **options):
        node = kind(name, context=self.context, **options)
        self._nodes.append(node)
        self.executor.add_node(node)
        return node

    def spin_until(self, condition, *, seconds=20):
        """Spin until something is true; fails where it does not become so."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                pytest.fail("it did not come about in time")
            self.executor.spin_once(timeout_sec=0.05)

    def answer(self, future):
        """Spin until a future is done; gives its result."""
        self.spin_until(future.done)
        return future.result()

    def ask(self, client, **fields):
        """Wait for a service and ask it."""
        self.spin_until(client.service_is_ready)
        return self.answer(client.call_async(client.srv_type.Request(**fields)))

    def close(self):
        for node in self._nodes:
            node.destroy_node()
        self.executor.shutdown()
        self.context.try_shutdown()


@pytest.fixture
def company():
    """`nodes = company(150, "--ros-args", ...)`, then `nodes.node("name")`."""
    opened = []

    def enter(domain, *arguments):
        opened.append(Company(domain, arguments))
        return opened[-1]

    yield enter
    for one in opened:
        one.close()


@pytest.fixture
def nodes(company, own_domain):
    """Nodes that no other test sees: `nodes.node("name")`."""
    return company(own_domain)
