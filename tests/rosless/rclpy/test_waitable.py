"""Executors run whatever can be waited for."""

import pytest
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.task import Future
from rclpy.waitable import Waitable

from physai_sim.rosless.dds.wait_set import GuardCondition


class Bell(Waitable):
    def __init__(self, node):
        super().__init__(ReentrantCallbackGroup())
        self.guard = GuardCondition(node.context.participant.handle)
        self.heard = []
        node.add_waitable(self)

    def handles(self):
        return [self.guard.handle]

    def is_ready(self, triggered):
        return self.guard.handle in triggered

    def take_data(self):
        return "rung" if self.guard.take() else None

    async def execute(self, taken_data):
        self.heard.append(taken_data)


def test_it_becomes_ready_is_taken_and_executed(nodes):
    bell = Bell(nodes.node("node"))
    assert bell.callback_group.has_entity(bell)
    bell.guard.trigger()
    nodes.spin_until(lambda: bell.heard)
    assert bell.heard == ["rung"]


def test_one_that_was_removed_is_not_executed(nodes):
    node = nodes.node("node")
    bell = Bell(node)
    node.remove_waitable(bell)
    bell.guard.trigger()
    nodes.executor.spin_once(timeout_sec=0.02)
    assert bell.heard == []
    assert bell not in list(node.waitables)


def test_what_raises_raises_where_the_node_is_spun(nodes):
    bell = Bell(nodes.node("node"))

    async def fail(taken_data):
        raise KeyError("lost")

    bell.execute = fail
    bell.guard.trigger()
    with pytest.raises(KeyError, match="lost"):
        nodes.spin_until(lambda: False, seconds=5)


def test_futures_come_and_go(nodes):
    bell, future = Bell(nodes.node("node")), Future()
    bell.add_future(future)
    assert bell._futures == [future]
    bell.remove_future(future)
    assert bell._futures == []
