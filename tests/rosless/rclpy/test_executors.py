"""Executors of one and of many threads."""

import threading

import pytest
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import MultiThreadedExecutor, SingleThreadedExecutor, await_or_execute
from rclpy.experimental import EventsExecutor
from rclpy.task import Future


@pytest.fixture
def pool(nodes):
    """An executor of three threads."""
    with MultiThreadedExecutor(3, context=nodes.context) as executor:
        yield executor


@pytest.fixture
def node(nodes, pool):
    """A node in that executor."""
    found = nodes.node("node")
    nodes.executor.remove_node(found)
    pool.add_node(found)
    return found


def _spin_until(executor, condition):
    for _ in range(400):
        if condition():
            return
        executor.spin_once(timeout_sec=0.05)
    pytest.fail("it did not come about in time")


def test_a_single_thread_runs_callbacks_where_it_spins(nodes):
    threads = []
    nodes.node("node").create_guard_condition(
        lambda: threads.append(threading.current_thread())
    ).trigger()
    nodes.spin_until(lambda: threads)
    assert threads == [threading.current_thread()]


def test_an_exception_of_a_callback_comes_out_of_the_spin(nodes):
    def fail():
        raise KeyError("lost")

    nodes.node("node").create_guard_condition(fail).trigger()
    with pytest.raises(KeyError, match="lost"):
        nodes.executor.spin()


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_an_interruption_in_a_callback_comes_out_of_the_spin(nodes, error):
    def fail():
        raise error

    nodes.node("node").create_guard_condition(fail).trigger()
    with pytest.raises(error):
        nodes.executor.spin()


def test_after_an_exception_the_group_is_free_again(nodes):
    calls = []

    def fail_once():
        calls.append(1)
        if len(calls) == 1:
            raise KeyError("lost")

    guard = nodes.node("node").create_guard_condition(fail_once)
    guard.trigger()
    with pytest.raises(KeyError):
        nodes.executor.spin()
    guard.trigger()
    nodes.spin_until(lambda: len(calls) == 2)


def test_a_pool_runs_callbacks_in_its_threads(pool, node):
    threads = []
    node.create_guard_condition(lambda: threads.append(threading.current_thread())).trigger()
    _spin_until(pool, lambda: threads)
    assert threads[0] is not threading.current_thread()


def test_an_exception_in_a_pool_comes_out_of_a_later_spin(pool, node):
    def fail():
        raise KeyError("lost")

    node.create_guard_condition(fail).trigger()
    node.create_timer(0.005, lambda: None)  # work that lets it look
    with pytest.raises(KeyError, match="lost"):
        _spin_until(pool, lambda: False)


def test_a_pool_spins_until_a_future_is_done(pool, node):
    future = Future()
    node.create_guard_condition(lambda: future.set_result(3)).trigger()
    pool.spin_until_future_complete(future, timeout_sec=20)
    assert future.result() == 3
    pool.spin_until_future_complete(Future(), timeout_sec=0.05)


def test_coroutines_of_a_pool_go_on_when_what_they_await_is_there(pool, node):
    gate, seen = Future(), []

    async def wait():
        seen.append(await gate)

    for _ in range(3):
        pool.create_task(wait)
    node.create_timer(0.02, lambda: gate.set_result(1), ReentrantCallbackGroup())
    _spin_until(pool, lambda: seen == [1, 1, 1])


def test_one_thread_in_a_pool_is_warned_of(nodes):
    with pytest.warns(UserWarning, match="Use the SingleThreadedExecutor instead"):
        MultiThreadedExecutor(1, context=nodes.context).shutdown()


def test_the_number_of_threads_is_that_of_processors_and_two_at_least(nodes):
    with MultiThreadedExecutor(context=nodes.context) as executor:
        assert executor._pool._max_workers >= 2


def test_the_end_of_the_context_ends_the_spin_of_a_pool_quietly(nodes, pool, node):
    thread = threading.Timer(0.05, nodes.context.shutdown)
    thread.start()
    pool.spin()
    thread.join()


def test_a_callback_may_shut_its_pool_down(pool, node):
    node.create_guard_condition(pool.shutdown).trigger()
    pool.spin()
    assert pool.is_shut_down


def test_the_threads_of_a_pool_end_with_it(nodes):
    executor = MultiThreadedExecutor(2, context=nodes.context)
    task = executor.create_task(threading.current_thread)
    executor.spin_until_future_complete(task, timeout_sec=20)
    executor.shutdown()
    task.result().join(20)
    assert not task.result().is_alive()


def test_an_executor_ends_with_a_block(nodes):
    with SingleThreadedExecutor(context=nodes.context) as executor:
        pass
    assert executor.is_shut_down


def test_functions_and_coroutines_are_called_alike(nodes):
    async def double(value):
        return 2 * value

    tasks = [nodes.executor.create_task(await_or_execute, call, 4) for call in (double, abs, str)]
    assert [nodes.answer(task) for task in tasks] == [8, 4, "4"]


def test_the_events_executor_runs_callbacks_too(nodes):
    with EventsExecutor(context=nodes.context) as executor:
        task = executor.create_task(lambda: 7)
        executor.spin_until_future_complete(task, timeout_sec=20)
        assert task.result() == 7
