import pytest
from rclpy.parameter import Parameter
from rclpy.parameter_event_handler import ParameterEventHandler


@pytest.fixture
def handled(company):
    nodes = company(156)
    node = nodes.node("node", namespace="/ns")
    handler = ParameterEventHandler(nodes.node("listener", namespace="/ns"))
    heard = handler.parameter_event_subscription
    nodes.spin_until(lambda: heard.get_publisher_count() > 1)
    node.declare_parameters("", [("a", 0), ("b", 0)])
    return nodes, node, handler


def test_callbacks_are_called_for_their_parameter_the_newest_first(handled):
    nodes, node, handler = handled
    called, all_events = [], []
    for name in ("first", "second"):
        handler.add_parameter_callback(
            "a", "node", lambda p, name=name: called.append((name, p.value.integer_value))
        )
    handler.add_parameter_callback("a", "/other", lambda _: called.append("other"))
    handler.add_parameter_event_callback(all_events.append)
    node.set_parameters([Parameter("b", value=1), Parameter("a", value=2)])
    nodes.spin_until(lambda: ("first", 2) in called and all_events)
    assert called[-2:] == [("second", 2), ("first", 2)]
    assert "other" not in called


def test_what_was_removed_is_not_called(handled):
    nodes, node, handler = handled
    called, events = [], []
    handle = handler.add_parameter_callback("a", "/ns/node", called.append)
    event_handle = handler.add_parameter_event_callback(called.append)
    handler.add_parameter_event_callback(events.append)
    handler.remove_parameter_callback(handle)
    handler.remove_parameter_event_callback(event_handle)
    node.set_parameters([Parameter("a", value=5)])
    nodes.spin_until(lambda: events and events[-1].changed_parameters)
    assert called == []
    with pytest.raises(RuntimeError, match="Callback doesn't exist"):
        handler.remove_parameter_callback(handle)
    with pytest.raises(RuntimeError, match="Callback doesn't exist"):
        handler.remove_parameter_event_callback(event_handle)


def test_the_empty_name_is_the_node_itself(handled):
    nodes, _, handler = handled
    called = []
    handler.node.declare_parameter("own", 1)
    handler.add_parameter_callback("own", "", lambda p: called.append(p.value.integer_value))
    handler.node.set_parameters([Parameter("own", value=2)])
    nodes.spin_until(lambda: 2 in called)


def test_nothing_is_heard_after_the_end(handled):
    _, _, handler = handled
    count = len(list(handler.node.subscriptions))
    handler.destroy()
    assert len(list(handler.node.subscriptions)) == count - 1
