import threading

import pytest
from rcl_interfaces.msg import ParameterDescriptor
from rclpy.parameter import Parameter
from rclpy.parameter_client import AsyncParameterClient


def test_it_waits_for_the_node_whose_parameters_they_are(company):
    nodes = company(154)
    client = AsyncParameterClient(nodes.node("asker"), "late")
    assert not client.wait_for_services(timeout_sec=0.05)
    found = []
    waiting = threading.Thread(target=lambda: found.append(client.wait_for_services(20)))
    waiting.start()
    nodes.node("late")
    waiting.join(20)
    assert found == [True]


@pytest.fixture
def asked(company):
    nodes = company(155)
    node = nodes.node("asked")
    client = AsyncParameterClient(nodes.node("asker"), "asked")
    nodes.spin_until(client.services_are_ready)
    return nodes, node, client


def test_a_file_sets_parameters(asked, tmp_path):
    nodes, node, client = asked
    node.declare_parameters("", [("a", 1), ("b.c", "x")])
    path = tmp_path / "parameters.yaml"
    path.write_text(
        "{/**: {ros__parameters: {a: 2}}, asked: {ros__parameters: {b: {c: z}}}}",
        encoding="utf-8",
    )
    results = nodes.answer(client.load_parameter_file(str(path), use_wildcard=True)).results
    assert [result.successful for result in results] == [True, True]
    assert [p.value for p in node.get_parameters(["a", "b.c"])] == [2, "z"]
    once = nodes.answer(client.load_parameter_file_atomically(str(path))).result
    assert once.successful


def test_parameters_that_may_change_their_type_can_be_deleted(asked):
    nodes, node, client = asked
    node.declare_parameter("a", 1, ParameterDescriptor(dynamic_typing=True))
    node.declare_parameter("b", 1)
    results = nodes.answer(client.delete_parameters(["a", "b"])).results
    assert [result.successful for result in results] == [True, False]
    assert (node.has_parameter("a"), node.has_parameter("b")) == (False, True)


def test_a_callback_gets_the_future(asked):
    nodes, _, client = asked
    called = []
    future = client.list_parameters(callback=called.append)
    nodes.spin_until(lambda: called)
    assert called == [future]


def test_changes_are_heard(asked):
    nodes, node, client = asked
    events = []
    heard = client.on_parameter_event(events.append)
    nodes.spin_until(lambda: heard.get_publisher_count() > 1)
    node.declare_parameter("a", 1)
    nodes.answer(client.set_parameters([Parameter("a", value=2)]))
    nodes.spin_until(lambda: any(event.changed_parameters for event in events))
    assert events[-1].node == "/asked"
