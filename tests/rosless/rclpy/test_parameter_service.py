import pytest
from rcl_interfaces.msg import Parameter as Message
from rcl_interfaces.msg import ParameterDescriptor, ParameterValue
from rclpy.parameter import Parameter
from rclpy.parameter_client import AsyncParameterClient


@pytest.fixture
def served(company):
    nodes = company(153)
    node = nodes.node("served", namespace="/ns")
    node.declare_parameters(
        "", [("a.b", 1), ("c", "x"), ("d", Parameter.Type.DOUBLE), ("e", 1, _read_only())]
    )
    client = AsyncParameterClient(nodes.node("asker"), "/ns/served")
    nodes.spin_until(client.services_are_ready)
    return nodes, node, client


def _read_only():
    return ParameterDescriptor(read_only=True, description="stays")


def test_values_and_types_are_told(served):
    nodes, _, client = served
    values = nodes.answer(client.get_parameters(["a.b", "c"])).values
    assert values == [
        ParameterValue(type=2, integer_value=1),
        ParameterValue(type=4, string_value="x"),
    ]
    assert list(nodes.answer(client.get_parameter_types(["c", "a.b"])).types) == [4, 2]
    described = nodes.answer(client.describe_parameters(["e"])).descriptors
    assert [(d.name, d.description, d.read_only) for d in described] == [("e", "stays", True)]


def test_what_is_unknown_or_has_no_value_is_told_by_no_answer(served):
    nodes, _, client = served
    assert list(nodes.answer(client.get_parameters(["c", "none"])).values) == []
    assert list(nodes.answer(client.get_parameters(["d"])).values) == []
    assert list(nodes.answer(client.get_parameter_types(["none"])).types) == []
    assert list(nodes.answer(client.describe_parameters(["none"])).descriptors) == []


def test_names_are_listed(served):
    nodes, _, client = served
    found = nodes.answer(client.list_parameters(["a"], 1)).result
    assert (list(found.names), list(found.prefixes)) == (["a.b"], ["a"])


def test_parameters_are_set_and_refusals_are_told(served):
    nodes, node, client = served
    wanted = [
        Parameter("c", value="y"),
        Parameter("c", value=1),
        Parameter("e", value=2).to_parameter_msg(),
        Parameter("none", value=1),
        Message(name="c", value=ParameterValue(type=77)),
    ]
    results = nodes.answer(client.set_parameters(wanted)).results
    assert [result.successful for result in results] == [True, False, False, False, False]
    reasons = [result.reason for result in results]
    assert "Wrong parameter type" in reasons[1]
    assert "read-only" in reasons[2]
    assert "undeclared" in reasons[3]
    assert "77" in reasons[4]
    assert node.get_parameter("c").value == "y"


def test_all_are_set_or_none(served):
    nodes, node, client = served
    wanted = [Parameter("c", value="z"), Parameter("none", value=1)]
    assert not nodes.answer(client.set_parameters_atomically(wanted)).result.successful
    assert node.get_parameter("c").value == "x"
    assert nodes.answer(client.set_parameters_atomically(wanted[:1])).result.successful
    assert node.get_parameter("c").value == "z"
