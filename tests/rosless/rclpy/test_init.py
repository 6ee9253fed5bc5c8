"""A program begins with `init`, spins its nodes and ends with `shutdown`."""

import threading

import pytest
import rclpy
from rclpy.context import Context
from rclpy.exceptions import NotInitializedException, RCLError
from rclpy.executors import MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.task import Future


@pytest.fixture
def begun(own_domain):
    """The default context, begun and ended."""
    rclpy.init(args=[], domain_id=own_domain)
    yield rclpy.get_default_context()
    rclpy.try_shutdown()


@pytest.fixture
def node(begun):
    found = rclpy.create_node("node")
    yield found
    found.destroy_node()


def test_all_names_that_are_exported_are_there():
    assert all(hasattr(rclpy, name) for name in rclpy.__all__)
    assert rclpy.get_rmw_implementation_identifier() == "rmw_cyclonedds_cpp"


def test_it_begins_and_ends(begun):
    assert rclpy.ok()
    rclpy.shutdown()
    assert not rclpy.ok()


def test_it_begins_once_alone(begun):
    with pytest.raises(RuntimeError, match="only be called once"):
        rclpy.init(args=[])


def test_it_ends_once_alone_and_trying_again_harms_nobody(begun):
    rclpy.shutdown()
    with pytest.raises(RCLError):
        rclpy.shutdown()
    rclpy.try_shutdown()


def test_it_may_begin_anew_after_the_end(begun, own_domain):
    rclpy.shutdown()
    rclpy.init(args=[], domain_id=own_domain)
    assert rclpy.ok()
    assert rclpy.get_default_context() is not begun


def test_no_node_is_made_before_the_begin():
    with pytest.raises(NotInitializedException):
        rclpy.create_node("early")


def test_a_block_ends_what_it_begins(own_domain):
    for _ in range(2):
        with rclpy.init(args=[], domain_id=own_domain):
            assert rclpy.ok()
        assert not rclpy.ok()
    context = Context()
    with rclpy.init(args=[], context=context, domain_id=own_domain):
        assert context.ok()
        context.shutdown()
    assert not context.ok()


def test_another_context_leaves_the_default_one_alone(begun, own_domain):
    other = Context()
    rclpy.init(args=[], context=other, domain_id=own_domain)
    assert rclpy.ok(context=other)
    rclpy.shutdown(context=other)
    assert not rclpy.ok(context=other)
    assert rclpy.ok()


def test_spinning_once_runs_one_callback(node):
    calls = []
    node.create_guard_condition(lambda: calls.append(1)).trigger()
    while not calls:
        rclpy.spin_once(node, timeout_sec=10)
    rclpy.spin_once(node, timeout_sec=0)
    assert calls == [1]
    assert rclpy.get_global_executor().get_nodes() == []


@pytest.mark.parametrize("kind", [SingleThreadedExecutor, MultiThreadedExecutor])
def test_spinning_goes_by_the_executor_that_is_given(node, kind):
    seen = []
    with kind() as executor:
        node.create_guard_condition(lambda: seen.append(node.executor)).trigger()
        while not seen:
            rclpy.spin_once(node, executor=executor, timeout_sec=10)
        assert seen == [executor]


def test_spinning_ends_when_a_callback_shuts_down(node):
    node.create_guard_condition(rclpy.shutdown).trigger()
    rclpy.spin(node)
    assert not rclpy.ok()


def test_spinning_ends_when_a_callback_raises_and_can_go_on(node):
    calls = []

    def stop():
        calls.append(1)
        raise SystemExit

    guard = node.create_guard_condition(stop)
    for _ in range(2):
        guard.trigger()
        with pytest.raises(SystemExit):
            rclpy.spin(node)
    assert calls == [1, 1]


def test_spinning_until_a_future_is_done(node):
    future = Future()
    node.create_guard_condition(lambda: future.set_result(2)).trigger()
    rclpy.spin_until_future_complete(node, future, timeout_sec=20)
    assert future.result() == 2
    rclpy.spin_until_future_complete(node, Future(), timeout_sec=0.01)


def test_another_thread_may_shut_down_while_the_main_one_spins(node):
    thread = threading.Timer(0.05, rclpy.shutdown)
    thread.start()
    try:
        rclpy.spin(node)
    except rclpy.executors.ExternalShutdownException:
        assert not rclpy.ok()
    thread.join()


def test_the_global_executor_is_new_after_the_end(begun, own_domain):
    before = rclpy.get_global_executor()
    assert rclpy.get_global_executor() is before
    rclpy.shutdown()
    rclpy.init(args=[], domain_id=own_domain)
    assert rclpy.get_global_executor() is not before
