"""Guard conditions run a callback when the program triggers them."""

import threading


def test_the_callback_runs_once_however_often_it_is_triggered(nodes):
    calls = []
    guard = nodes.node("node").create_guard_condition(lambda: calls.append(1))
    guard.trigger()
    guard.trigger()
    nodes.spin_until(lambda: calls)
    nodes.executor.spin_once(timeout_sec=0.02)
    assert calls == [1]
    guard.trigger()
    nodes.spin_until(lambda: len(calls) == 2)


def test_another_thread_wakes_the_executor(nodes):
    calls = []
    guard = nodes.node("node").create_guard_condition(lambda: calls.append(1))
    thread = threading.Timer(0.05, guard.trigger)
    thread.start()
    while not calls:
        nodes.executor.spin_once(timeout_sec=20)
    thread.join()


def test_a_guard_without_a_callback_only_wakes(nodes):
    nodes.node("node").create_guard_condition(None).trigger()
    nodes.executor.spin_once(timeout_sec=20)


def test_the_callback_may_be_a_coroutine(nodes):
    calls = []

    async def call():
        calls.append(1)

    nodes.node("node").create_guard_condition(call).trigger()
    nodes.spin_until(lambda: calls == [1])


def test_a_destroyed_guard_does_nothing(nodes):
    calls, node = [], nodes.node("node")
    guard = node.create_guard_condition(lambda: calls.append(1))
    guard.trigger()
    assert node.destroy_guard_condition(guard)
    assert not node.destroy_guard_condition(guard)
    guard.trigger()
    nodes.executor.spin_once(timeout_sec=0.02)
    assert calls == []
