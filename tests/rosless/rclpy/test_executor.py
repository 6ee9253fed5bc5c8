"""What all executors share: nodes, tasks, waiting, the end."""

import threading
import time

import pytest
from rclpy.event_handler import SubscriptionEventCallbacks
from rclpy.executors import (
    ConditionReachedException,
    Executor,
    ExternalShutdownException,
    ShutdownException,
    SingleThreadedExecutor,
    TimeoutException,
)
from rclpy.task import Future
from std_msgs.msg import String


def test_nodes_are_added_once_and_removed(nodes):
    node = nodes.node("node")
    assert not nodes.executor.add_node(node)
    assert nodes.executor.get_nodes() == [node]
    assert node.executor is nodes.executor
    nodes.executor.remove_node(node)
    nodes.executor.remove_node(node)
    assert nodes.executor.get_nodes() == []


def test_a_node_moves_to_the_executor_that_it_is_given(nodes):
    node = nodes.node("node")
    with SingleThreadedExecutor(context=nodes.context) as other:
        node.executor = other
        assert nodes.executor.get_nodes() == []
        assert other.get_nodes() == [node]


def test_spinning_once_waits_no_longer_than_it_may(nodes):
    nodes.node("node", start_parameter_services=False)
    begin = time.monotonic()
    nodes.executor.spin_once(timeout_sec=0)
    nodes.executor.spin_once(timeout_sec=0.05)
    assert time.monotonic() - begin < 10


def test_tasks_of_functions_and_coroutines_give_their_results(nodes):
    async def wait_for(future):
        return 10 * await future

    gate = Future()
    plain = nodes.executor.create_task(lambda a, *, b: a + b, 1, b=2)
    waiting = nodes.executor.create_task(wait_for, gate)
    begun = nodes.executor.create_task(wait_for(gate))
    assert nodes.answer(plain) == 3
    assert not waiting.done()
    gate.set_result(4)
    assert nodes.answer(waiting) == 40
    assert nodes.answer(begun) == 40


def test_a_task_that_raises_raises_where_it_is_spun_and_keeps_its_exception(nodes):
    def fail():
        raise KeyError("lost")

    task = nodes.executor.create_task(fail)
    with pytest.raises(KeyError, match="lost"):
        nodes.executor.spin_once(timeout_sec=10)
    assert isinstance(task.exception(), KeyError)


def test_another_thread_may_create_a_task_while_the_executor_waits(nodes):
    done = []
    thread = threading.Timer(0.05, nodes.executor.create_task, [done.append, 1])
    thread.start()
    nodes.executor.spin_once(timeout_sec=20)
    thread.join()
    assert done == [1]


def test_spinning_until_a_future_is_done_ends_with_it_or_with_the_time(nodes):
    nodes.node("node")
    nodes.executor.spin_until_future_complete(Future(), timeout_sec=0.05)
    future = Future()
    thread = threading.Timer(0.05, future.set_result, [1])
    thread.start()
    nodes.executor.spin_until_future_complete(future)
    assert future.result() == 1
    nodes.executor.spin_until_future_complete(future, timeout_sec=0)
    thread.join()


def test_nodes_may_come_and_go_while_it_spins(nodes):
    calls, stop = [], Future()
    node = nodes.node("late")
    nodes.executor.remove_node(node)
    node.create_timer(0.005, lambda: calls.append(1))
    thread = threading.Thread(target=nodes.executor.spin_until_future_complete, args=(stop, 20))
    thread.start()
    nodes.executor.add_node(node)
    while not calls and thread.is_alive():
        time.sleep(0.001)
    nodes.executor.remove_node(node)
    stop.set_result(None)
    thread.join(20)
    assert calls


def test_a_node_that_a_callback_destroys_gets_no_more_calls(nodes):
    calls = []
    first, second = nodes.node("first"), nodes.node("second")

    def end_it():
        calls.append("first")
        second.destroy_node()

    first.create_guard_condition(end_it).trigger()
    second.create_guard_condition(lambda: calls.append("second")).trigger()
    nodes.spin_until(lambda: "first" in calls)
    for _ in range(3):
        nodes.executor.spin_once(timeout_sec=0.02)
    assert calls == ["first"]


def test_an_endpoint_that_a_callback_destroys_tells_of_no_more_events(nodes):
    node, events = nodes.node("node"), []
    publisher = node.create_publisher(String, "chatter", 1)

    def end_it(_):
        node.destroy_subscription(subscription)

    subscription = node.create_subscription(
        *(String, "chatter", end_it, 1),
        event_callbacks=SubscriptionEventCallbacks(matched=events.append),
    )
    publisher.publish(String())
    while subscription in list(node.subscriptions):  # the message is taken before the event
        nodes.executor.spin_once(timeout_sec=0.05)
    for _ in range(3):
        nodes.executor.spin_once(timeout_sec=0.02)


def test_a_callback_may_spin_the_executor_that_called_it(nodes):
    calls, node = [], nodes.node("node")
    inner = node.create_guard_condition(
        lambda: calls.append("inner"), callback_group=_other_group()
    )

    def outer():
        inner.trigger()
        while "inner" not in calls:
            nodes.executor.spin_once(timeout_sec=1)
        calls.append("outer")

    node.create_guard_condition(outer).trigger()
    nodes.spin_until(lambda: "outer" in calls)
    assert calls == ["inner", "outer"]


def _other_group():
    from rclpy.callback_groups import MutuallyExclusiveCallbackGroup

    return MutuallyExclusiveCallbackGroup()


def test_waiting_for_work_says_why_it_gives_none(nodes):
    executor = nodes.executor
    with pytest.raises(TimeoutException):
        executor.wait_for_ready_callbacks(timeout_sec=0)
    with pytest.raises(ConditionReachedException):
        executor.wait_for_ready_callbacks(condition=lambda: True)
    nodes.context.shutdown()
    with pytest.raises(ExternalShutdownException, match="Context shut down"):
        executor.wait_for_ready_callbacks()
    executor.shutdown()
    with pytest.raises(ShutdownException):
        executor.wait_for_ready_callbacks()


def test_an_executor_of_ones_own_hands_out_work_as_it_likes(nodes):
    class Favouring(Executor):
        """As in the documentation: callbacks of one node go first."""

        def spin_once(self, timeout_sec=None):
            try:
                task, _, node = self.wait_for_ready_callbacks(timeout_sec=timeout_sec)
            except (TimeoutException, ShutdownException):
                return
            ran.append(node.get_name() if node else None)
            task()

        def spin_once_until_future_complete(self, future, timeout_sec=None):
            self.spin_once(timeout_sec)

    ran, executor = [], Favouring(context=nodes.context)
    node = nodes.node("node")
    nodes.executor.remove_node(node)
    executor.add_node(node)
    node.create_guard_condition(lambda: None).trigger()
    task = executor.create_task(lambda: 5)
    executor.spin_until_future_complete(task, timeout_sec=20)
    assert task.result() == 5
    assert set(ran) <= {"node", None}
    executor.shutdown()


def test_a_shutdown_waits_for_callbacks_in_other_threads(nodes):
    inside, go_on = threading.Event(), threading.Event()

    def slow():
        inside.set()
        go_on.wait(20)

    nodes.node("node").create_guard_condition(slow).trigger()
    thread = threading.Thread(target=nodes.executor.spin_once, kwargs={"timeout_sec": 20})
    thread.start()
    assert inside.wait(20)
    assert not nodes.executor.shutdown(timeout_sec=0.02)
    go_on.set()
    assert nodes.executor.shutdown(timeout_sec=20)
    thread.join(20)
    assert nodes.executor.is_shut_down
    assert nodes.executor.get_nodes() == []


def test_a_callback_may_shut_its_executor_down(nodes):
    nodes.node("node").create_guard_condition(nodes.executor.shutdown).trigger()
    nodes.executor.spin()
    assert nodes.executor.is_shut_down
    nodes.executor.spin_once(timeout_sec=0)


def test_the_end_of_the_context_ends_a_spin(nodes):
    nodes.node("node")
    thread = threading.Timer(0.05, nodes.context.shutdown)
    thread.start()
    with pytest.raises(ExternalShutdownException):
        nodes.executor.spin()
    thread.join()


def test_the_timers_of_an_exclusive_group_take_turns_with_messages(nodes):
    heard, ticks, node = [], [], nodes.node("node")
    publisher = node.create_publisher(String, "chatter", 10)
    node.create_subscription(String, "chatter", heard.append, 10)
    node.create_timer(0, lambda: ticks.append(1))  # always due
    publisher.publish(String())
    nodes.spin_until(lambda: heard)
    assert ticks
