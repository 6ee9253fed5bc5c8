"""What executors run, in which order, and with which arguments."""

import pytest
from rclpy._work import gather, make_work
from rclpy.callback_groups import ReentrantCallbackGroup
from std_msgs.msg import String


def test_timers_go_before_messages_and_those_before_guards(nodes):
    calls, node = [], nodes.node("node")
    free = ReentrantCallbackGroup()
    node.create_guard_condition(lambda: calls.append("guard"), free).trigger()
    publisher = node.create_publisher(String, "chatter", 1)
    node.create_subscription(String, "chatter", lambda _: calls.append("message"), 1)
    publisher.publish(String())
    timer = node.create_timer(0, lambda: calls.append("timer"), free)
    nodes.executor.spin_once(timeout_sec=10)
    timer.cancel()
    nodes.spin_until(lambda: len(calls) == 3)
    assert calls == ["timer", "message", "guard"]


def test_an_entity_that_was_handed_out_is_not_gathered_again(nodes):
    node = nodes.node("node")
    guard = node.create_guard_condition(print)
    before, _ = gather(nodes.executor, [node])
    task = make_work(nodes.executor, guard, node)
    during, _ = gather(nodes.executor, [node])
    assert {id(entity) for entity, _, _ in before} - {id(e) for e, _, _ in during} == {id(guard)}
    task()
    after, _ = gather(nodes.executor, [node])
    assert len(after) == len(before)


def test_what_another_thread_took_already_calls_nobody(nodes):
    calls, node = [], nodes.node("node")
    guard = node.create_guard_condition(lambda: calls.append(1))
    make_work(nodes.executor, guard, node)()
    assert calls == []


def test_something_else_is_refused_by_name(nodes):
    class Odd:
        callback_group = ReentrantCallbackGroup()

    task = make_work(nodes.executor, Odd(), None)
    task()
    with pytest.raises(TypeError, match="an executor cannot run Odd"):
        task.result()


def test_nothing_runs_after_the_executor_was_shut_down(nodes):
    calls, node = [], nodes.node("node")
    guard = node.create_guard_condition(lambda: calls.append(1))
    guard.trigger()
    task = make_work(nodes.executor, guard, node)
    nodes.executor.shutdown()
    task()
    assert calls == []
