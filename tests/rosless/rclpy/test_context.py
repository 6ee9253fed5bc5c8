"""A context lives from init to shutdown."""

import contextlib
import threading

import pytest
from rclpy.context import Context
from rclpy.exceptions import NotInitializedException, RCLError, UnknownROSArgsError
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from std_msgs.msg import String


@pytest.fixture
def context(own_domain):
    """One that was begun."""
    found = Context()
    found.init([], domain_id=own_domain)
    yield found
    found.try_shutdown()


def test_it_goes_on_from_init_to_shutdown(context):
    assert context.ok()
    context.shutdown()
    assert not context.ok()


def test_it_begins_once_alone(context, own_domain):
    with pytest.raises(RuntimeError, match=r"Context.init\(\) must only be called once"):
        context.init([], domain_id=own_domain)
    context.shutdown()
    with pytest.raises(RuntimeError, match="only be called once"):
        context.init([])


def test_it_ends_once_alone(context):
    context.shutdown()
    with pytest.raises(RCLError, match="was shut down already"):
        context.shutdown()
    assert not context.try_shutdown()
    with pytest.raises(RCLError, match="was not begun"):
        Context().shutdown()


def test_the_domain_is_known_once_it_has_begun(context, own_domain, monkeypatch):
    assert context.get_domain_id() == own_domain
    with pytest.raises(NotInitializedException):
        Context().get_domain_id()
    monkeypatch.setenv("ROS_DOMAIN_ID", "42")
    other = Context()
    other.init([])
    assert other.get_domain_id() == 42
    other.shutdown()


@pytest.mark.parametrize("domain", [-1, 233])
def test_a_domain_that_does_not_exist_is_refused_and_it_can_begin_then(domain, own_domain):
    context = Context()
    with pytest.raises((RuntimeError, ValueError)):
        context.init([], domain_id=domain)
    context.init([], domain_id=own_domain)
    context.shutdown()


def test_unknown_arguments_of_ros_are_refused():
    with pytest.raises(UnknownROSArgsError, match="--nonsense"):
        Context().init(["--ros-args", "--nonsense"])


def test_callbacks_are_called_at_its_end_and_at_once_after_it(context):
    calls = []
    context.on_shutdown(lambda: calls.append("end"))
    assert calls == []
    context.shutdown()
    assert calls == ["end"]
    context.on_shutdown(lambda: calls.append("late"))
    assert calls == ["end", "late"]
    with pytest.raises(TypeError, match="callable"):
        context.on_shutdown(3)


def test_the_participant_is_made_when_it_is_needed_and_kept_for_nodes(context):
    assert context._participant is None
    node = Node("node", context=context)
    participant = context.participant
    context.shutdown()
    assert participant.handle
    node.destroy_node()
    assert participant.handle == 0
    with pytest.raises(NotInitializedException):
        context.participant  # noqa: B018 - asking is what raises


def test_no_node_is_made_before_the_begin_or_after_the_end(context):
    with pytest.raises(NotInitializedException):
        Node("early", context=Context())
    context.shutdown()
    with pytest.raises(NotInitializedException):
        Node("late", context=context)


def test_nodes_can_be_destroyed_after_the_end(context):
    node = Node("node", context=context)
    executor = SingleThreadedExecutor(context=context)
    executor.add_node(node)
    context.shutdown()
    node.destroy_node()
    node.destroy_node()
    executor.shutdown()


def test_a_block_begins_and_ends_it(monkeypatch, own_domain):
    monkeypatch.setenv("ROS_DOMAIN_ID", str(own_domain))
    monkeypatch.setattr("sys.argv", ["program"])
    with Context() as context:
        assert context.ok()
    assert not context.ok()
    context = Context()
    context.init([])
    with context:
        context.shutdown()


def test_several_contexts_live_side_by_side(context, own_domain):
    other = Context()
    other.init([], domain_id=own_domain)
    one, two = Node("one", context=context), Node("two", context=other)
    assert one.wait_for_node("/two", 20)
    context.shutdown()
    assert other.ok()
    one.destroy_node()
    two.destroy_node()
    other.shutdown()


def test_two_threads_may_end_it_and_one_does(context):
    changed = []
    threads = [
        threading.Thread(target=lambda: changed.append(context.try_shutdown())) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(changed) == [False, False, False, True]


def test_an_executor_needs_a_context_that_goes_on():
    with pytest.raises(NotInitializedException):
        SingleThreadedExecutor(context=Context())


def test_the_end_wakes_whoever_spins(context):
    node = Node("node", context=context)

    def spin():
        with contextlib.suppress(ExternalShutdownException):
            executor.spin()

    executor = SingleThreadedExecutor(context=context)
    executor.add_node(node)
    thread = threading.Thread(target=spin)
    thread.start()
    context.shutdown()
    thread.join(20)
    assert not thread.is_alive()
    node.destroy_node()
    executor.shutdown()


def test_contexts_of_two_domains_in_one_process_do_not_mix(company, own_domain):
    here, there = company(own_domain), company(own_domain + 9)
    heard, node = [], here.node("here")
    node.create_subscription(String, "chatter", lambda m: heard.append(m.data), 10)
    far = there.node("there").create_publisher(String, "chatter", 10)
    near = here.node("near").create_publisher(String, "chatter", 10)
    here.spin_until(lambda: near.get_subscription_count() == 1)
    far.publish(String(data="far"))
    near.publish(String(data="near"))
    here.spin_until(lambda: heard)
    assert heard == ["near"]
    assert far.get_subscription_count() == 0
    assert sorted(node.get_node_names()) == ["here", "near"]
