"""A company of nodes in this process, faced with programs that misbehave in theirs."""

import time

import pytest
import rclpy
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node


class Watcher:
    """One node that is spun while something is waited for."""

    def __init__(self, domain):
        self.context = Context()
        rclpy.init(args=[], context=self.context, domain_id=domain)
        self.node = Node("watcher", context=self.context, enable_rosout=False)
        self.executor = SingleThreadedExecutor(context=self.context)
        self.executor.add_node(self.node)

    def spin_until(self, condition, *, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                pytest.fail("it did not come about in time")
            self.executor.spin_once(timeout_sec=0.05)

    def close(self):
        self.node.destroy_node()
        self.executor.shutdown()
        self.context.try_shutdown()


@pytest.fixture
def watch(own_domain):
    found = Watcher(own_domain)
    yield found
    found.close()
