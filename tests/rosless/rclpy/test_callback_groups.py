"""Groups say which callbacks may run at the same time."""

import threading

import pytest
from rclpy.callback_groups import (
    CallbackGroup,
    MutuallyExclusiveCallbackGroup,
    ReentrantCallbackGroup,
)
from rclpy.executors import MultiThreadedExecutor


class Entity:
    """Something with a callback."""


def test_an_exclusive_group_lets_one_run_at_a_time():
    group, one, other = MutuallyExclusiveCallbackGroup(), Entity(), Entity()
    assert group.can_execute(one)
    assert group.beginning_execution(one)
    assert not group.can_execute(other)
    assert not group.can_execute(one)
    assert not group.beginning_execution(other)
    group.ending_execution(one)
    assert group.beginning_execution(other)


def test_a_reentrant_group_lets_all_run():
    group, one = ReentrantCallbackGroup(), Entity()
    assert group.beginning_execution(one)
    assert group.can_execute(one)
    assert group.beginning_execution(one)
    group.ending_execution(one)
    assert group.can_execute(one)


@pytest.mark.parametrize("kind", [MutuallyExclusiveCallbackGroup, ReentrantCallbackGroup])
def test_a_group_knows_its_entities_and_keeps_none_alive(kind):
    group, one = kind(), Entity()
    assert isinstance(group, CallbackGroup)
    assert not group.has_entity(one)
    group.add_entity(one)
    assert group.has_entity(one)
    del one
    assert len(group.entities) == 0


@pytest.fixture
def pool(nodes):
    """A node in an executor of three threads, spun by another thread."""
    executor = MultiThreadedExecutor(3, context=nodes.context)
    node = nodes.node("node")
    nodes.executor.remove_node(node)
    executor.add_node(node)
    stop = threading.Event()

    def spin():
        while not stop.is_set():
            executor.spin_once(timeout_sec=0.05)

    thread = threading.Thread(target=spin)
    thread.start()
    yield node
    stop.set()
    thread.join(20)
    executor.shutdown()


def test_callbacks_of_a_reentrant_group_overlap(pool):
    meeting, met = threading.Barrier(2), []

    def meet():
        meeting.wait(20)  # only if the other is there at the same time
        met.append(1)

    group = ReentrantCallbackGroup()
    for _ in range(2):
        pool.create_guard_condition(meet, group).trigger()
    _until(lambda: len(met) == 2)


def test_one_callback_of_a_reentrant_group_overlaps_with_itself(pool):
    meeting, met = threading.Barrier(2), []

    def meet():
        met.append(1)
        if len(met) <= 2:
            guard.trigger()
            meeting.wait(20)

    guard = pool.create_guard_condition(meet, ReentrantCallbackGroup())
    guard.trigger()
    _until(lambda: meeting.broken or len(met) >= 2)
    assert not meeting.broken


def test_callbacks_of_different_exclusive_groups_overlap(pool):
    meeting, met = threading.Barrier(2), []

    def meet():
        meeting.wait(20)
        met.append(1)

    for _ in range(2):
        pool.create_guard_condition(meet, MutuallyExclusiveCallbackGroup()).trigger()
    _until(lambda: len(met) == 2)


def test_callbacks_of_an_exclusive_group_never_overlap(pool):
    busy, overlaps, calls = threading.Lock(), [], []

    def work():
        if not busy.acquire(blocking=False):
            overlaps.append(1)
            return
        for _ in range(2000):
            pass
        calls.append(1)
        busy.release()

    group = MutuallyExclusiveCallbackGroup()
    for _ in range(4):
        pool.create_timer(0.001, work, group)
    _until(lambda: len(calls) >= 100)
    assert overlaps == []


def _until(condition):
    """Wait while the pool works."""
    deadline = threading.Event()
    for _ in range(2000):
        if condition():
            return
        deadline.wait(0.01)
    pytest.fail("it did not come about in time")
