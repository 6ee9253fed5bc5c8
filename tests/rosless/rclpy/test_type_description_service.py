import pytest
from geometry_msgs.msg import PoseStamped
from type_description_interfaces.srv import GetTypeDescription

from physai_sim.rosless.interfaces import codec

NAME = "geometry_msgs/msg/PoseStamped"


@pytest.fixture
def ask(company):
    nodes = company(160)
    nodes.node("node", namespace="/ns")
    name = "/ns/node/get_type_description"
    client = nodes.node("asker").create_client(GetTypeDescription, name)
    return lambda **fields: nodes.ask(client, **fields)


def test_a_message_is_described_with_all_that_it_refers_to(ask):
    response = ask(type_name=NAME, type_hash=codec(PoseStamped).type_hash)
    assert response.successful
    described = response.type_description
    assert described.type_description.type_name == NAME
    fields = described.type_description.fields
    assert [(f.name, f.type.nested_type_name) for f in fields] == [
        ("header", "std_msgs/msg/Header"),
        ("pose", "geometry_msgs/msg/Pose"),
    ]
    assert [d.type_name for d in described.referenced_type_descriptions] == [
        "builtin_interfaces/msg/Time",
        "geometry_msgs/msg/Point",
        "geometry_msgs/msg/Pose",
        "geometry_msgs/msg/Quaternion",
        "std_msgs/msg/Header",
    ]


def test_a_type_that_is_unknown_or_another_is_not_described(ask):
    unknown = ask(type_name="geometry_msgs/msg/Poze")
    assert not unknown.successful
    assert "did you mean 'geometry_msgs/msg/Pose'" in unknown.failure_reason
    other = ask(type_name=NAME, type_hash="RIHS01_00")
    assert not other.successful
    assert f"{NAME} has hash RIHS01_" in other.failure_reason


def test_a_parameter_may_turn_it_off(company):
    words = ("--ros-args", "-p", "start_type_description_service:=false")
    node = company(160, *words).node("node")
    assert not any("get_type_description" in s.service_name for s in node.services)
