import functools
import threading
import time

import pytest
from rclpy.executors import SingleThreadedExecutor
from rclpy.task import Future, Task
from std_srvs.srv import Empty


class FakeExecutor:
    """Calls tasks when it is told to."""

    def __init__(self):
        self.waiting = []

    def create_task(self, callback, *args, **kwargs):
        self.waiting.append(Task(callback, args, kwargs, executor=self))
        return self.waiting[-1]

    def call_in_next_spin(self, task):
        self.waiting.append(task)

    def spin(self):
        while self.waiting:
            self.waiting.pop(0)()


@pytest.fixture
def executor():
    return FakeExecutor()


def test_a_function_is_called_once_and_gives_its_result():
    calls = []
    task = Task(lambda *a, **k: calls.append((a, k)) or 7, [1], {"x": 2})
    assert not task.done()
    assert task.result() is None
    task()
    task()
    assert calls == [((1,), {"x": 2})]
    assert task.done()
    assert task.result() == 7
    assert not task.executing()


def test_an_exception_comes_in_place_of_a_result():
    def fail():
        raise ValueError("broken")

    task = Task(fail)
    task()
    assert isinstance(task.exception(), ValueError)
    with pytest.raises(ValueError, match="broken"):
        task.result()


def test_a_function_that_raises_stop_iteration_fails_as_any_other():
    task = Task(functools.partial(next, iter(())))
    task()
    assert isinstance(task.exception(), StopIteration)


def test_a_coroutine_goes_on_when_what_it_awaits_is_there(executor):
    future, seen = Future(), []

    async def work():
        seen.append(await future)
        return "end"

    task = executor.create_task(work)
    executor.spin()
    assert not task.done()
    assert executor.waiting == []
    future.set_result("there")
    executor.spin()
    assert (seen, task.result()) == (["there"], "end")


def test_a_coroutine_that_awaits_a_failure_gets_it(executor):
    future = Future()

    async def work():
        await future

    task = executor.create_task(work)
    executor.spin()
    future.set_exception(KeyError("gone"))
    executor.spin()
    assert isinstance(task.exception(), KeyError)


def test_coroutines_await_one_another(executor):
    async def inner(value):
        return value + 1

    async def outer():
        return await inner(await executor.create_task(inner, 1))

    task = executor.create_task(outer())
    executor.spin()
    assert task.result() == 3


def test_a_coroutine_that_waits_for_something_else_is_asked_again_soon(executor):
    class Twice:
        def __await__(self):
            yield
            yield
            return 5

    async def work():
        return await Twice()

    task = executor.create_task(work)
    executor.spin()
    assert task.result() == 5


def test_without_an_executor_every_call_resumes_a_coroutine():
    future = Future()

    async def work():
        return await future

    task = Task(work)
    task()
    task()
    assert not task.done()
    future.set_result(2)
    task()
    assert task.result() == 2


def test_a_future_that_is_cancelled_ends_waits_and_is_not_done(executor):
    future = Future()

    async def work():
        return await future

    task = executor.create_task(work)
    executor.spin()
    future.cancel()
    executor.spin()
    assert future.cancelled()
    assert not future.done()
    assert task.done()
    assert task.result() is None


def test_a_task_that_is_cancelled_is_not_run_again(executor):
    seen = []

    async def work():
        try:
            await Future()
        finally:
            seen.append("closed")

    task = executor.create_task(work)
    executor.spin()
    task.cancel()
    task()
    assert seen == ["closed"]
    assert task.cancelled()


def test_what_is_done_cannot_be_cancelled():
    future = Future()
    future.set_result(1)
    future.cancel()
    assert not future.cancelled()


def test_callbacks_are_called_at_the_end_with_the_future():
    future, called = Future(), []
    future.add_done_callback(called.append)
    assert called == []
    future.set_result(None)
    assert called == [future]
    future.add_done_callback(called.append)
    assert called == [future, future]


def test_callbacks_are_left_to_the_executor_where_there_is_one(executor):
    future, called = Future(executor=executor), []
    future.add_done_callback(called.append)
    future.set_result(None)
    future.add_done_callback(called.append)
    assert called == []
    executor.spin()
    assert called == [future, future]


def test_cancelling_calls_callbacks_too():
    future, called = Future(), []
    future.add_done_callback(called.append)
    future.cancel()
    assert called == [future]


def test_a_callback_that_is_removed_is_not_called():
    future, called = Future(), []
    future.add_done_callback(called.append)
    assert future.remove_done_callback(called.append)
    assert not future.remove_done_callback(called.append)
    future.set_result(None)
    assert called == []


def test_a_callback_that_raises_does_not_keep_others_from_being_called():
    future, called = Future(), []

    def fail(_):
        raise ValueError("broken")

    future.add_done_callback(fail)
    future.add_done_callback(called.append)
    with pytest.warns(UserWarning, match="Unhandled exception in done callback: broken"):
        future.set_result(None)
    assert called == [future]


def test_an_exception_that_nobody_asked_for_is_told(capsys):
    future = Future()
    future.set_exception(ValueError("lost"))
    del future
    assert "exception was never retrieved: lost" in capsys.readouterr().err
    asked = Future()
    asked.set_exception(ValueError("seen"))
    asked.exception()
    del asked
    assert capsys.readouterr().err == ""


def test_a_task_runs_in_one_thread_at_a_time():
    inside, go_on, runs = threading.Event(), threading.Event(), []

    def work():
        runs.append(task.executing())
        inside.set()
        go_on.wait(20)

    task = Task(work)
    thread = threading.Thread(target=task)
    thread.start()
    assert inside.wait(20)
    task()
    go_on.set()
    thread.join(20)
    assert runs == [True]


def test_a_future_may_be_annotated_with_its_result():
    assert Future[int] is not None
    assert issubclass(Task, Future)


def test_a_future_that_ends_in_another_thread_ends_a_spin(company):
    nodes = company(169)
    nodes.node("node")
    for spin in (
        nodes.executor.spin_once_until_future_complete,
        nodes.executor.spin_until_future_complete,
    ):
        future = Future(executor=FakeExecutor())
        timer = threading.Timer(0.05, future.set_result, [1])
        timer.start()
        start = time.monotonic()
        spin(future, 20)
        assert time.monotonic() - start < 10
        assert future.done()
        assert future._waiters == []


def test_callbacks_run_where_the_node_is_spun_at_last(company):
    nodes, called = company(169), []
    node = nodes.node("node")
    node.create_service(Empty, "empty", lambda _, response: response)
    client = node.create_client(Empty, "empty")
    nodes.spin_until(client.service_is_ready)
    nodes.executor.remove_node(node)
    assert node.executor is nodes.executor
    future = client.call_async(Empty.Request())
    future.add_done_callback(called.append)
    other = SingleThreadedExecutor(context=nodes.context)
    other.add_node(node)
    deadline = time.monotonic() + 20
    while not called and time.monotonic() < deadline:
        other.spin_once(timeout_sec=0.05)
    other.remove_node(node)
    other.shutdown()
    assert called == [future]


def test_a_call_without_an_answer_in_time_gives_nothing(company):
    client = company(169).node("node").create_client(Empty, "nowhere")
    assert client.call(Empty.Request(), timeout_sec=0.05) is None
    assert client._pending == {}
