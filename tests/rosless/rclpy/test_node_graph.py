"""Nodes ask who else is there."""

import pytest
from example_interfaces.srv import AddTwoInts
from rclpy.exceptions import NodeNameNonExistentError
from rclpy.qos import QoSProfile, ReliabilityPolicy
from rclpy.topic_endpoint_info import TopicEndpointTypeEnum
from std_msgs.msg import Int32, String

ADD = ["example_interfaces/srv/AddTwoInts"]


@pytest.fixture
def one(nodes):
    """A node with one of everything, under a namespace."""
    node = nodes.node("one", namespace="/space", enable_rosout=False)
    offered = QoSProfile(depth=3, reliability=ReliabilityPolicy.BEST_EFFORT)
    node.create_publisher(String, "out", offered)
    node.create_subscription(Int32, "in", print, 1)
    node.create_service(AddTwoInts, "add", print)
    node.create_client(AddTwoInts, "ask")
    return node


@pytest.fixture
def watch(nodes, one, company, own_domain):
    """A node of another context that has heard of all that."""
    other = company(own_domain)
    found = other.node("watch", enable_rosout=False)
    other.spin_until(
        lambda: (
            found.count_publishers("/space/out")
            and found.count_subscribers("/space/in")
            and found.count_services("/space/add")
            and found.count_clients("/space/ask")
            and "one" in found.get_node_names()
        )
    )
    return found


def test_nodes_are_known_by_their_names(watch):
    assert sorted(watch.get_node_names()) == ["one", "watch"]
    assert sorted(watch.get_fully_qualified_node_names()) == ["/space/one", "/watch"]
    assert ("one", "/space") in watch.get_node_names_and_namespaces()
    assert ("one", "/space", "/") in watch.get_node_names_and_namespaces_with_enclaves()


def test_topics_and_services_are_known_with_their_types(watch):
    topics = dict(watch.get_topic_names_and_types())
    assert topics["/space/out"] == ["std_msgs/msg/String"]
    assert topics["/space/in"] == ["std_msgs/msg/Int32"]
    assert not any(name.endswith("Request") for name in topics)
    services = dict(watch.get_service_names_and_types())
    assert services["/space/add"] == services["/space/ask"] == ADD


def test_names_may_be_seen_as_they_are_on_the_wire(watch):
    raw = dict(watch.get_topic_names_and_types(no_demangle=True))
    assert raw["rt/space/out"] == ["std_msgs::msg::dds_::String_"]
    assert "rq/space/addRequest" in raw


def test_the_endpoints_of_a_node_are_known(watch):
    of_one = ("one", "/space")
    assert ("/space/out", ["std_msgs/msg/String"]) in (
        watch.get_publisher_names_and_types_by_node(*of_one)
    )
    assert watch.get_subscriber_names_and_types_by_node(*of_one) == [
        ("/space/in", ["std_msgs/msg/Int32"])
    ]
    assert ("/space/add", ADD) in watch.get_service_names_and_types_by_node(*of_one)
    assert watch.get_client_names_and_types_by_node(*of_one) == [("/space/ask", ADD)]


@pytest.mark.parametrize("what", ["publisher", "subscriber", "service", "client"])
def test_asking_for_a_node_that_is_not_there_says_so(watch, what):
    ask = getattr(watch, f"get_{what}_names_and_types_by_node")
    with pytest.raises(NodeNameNonExistentError, match="/nowhere/nobody"):
        ask("nobody", "/nowhere")


def test_endpoints_of_a_topic_tell_node_type_and_quality(watch, one):
    (found,) = watch.get_publishers_info_by_topic("/space/out")
    assert (found.node_name, found.node_namespace) == ("one", "/space")
    assert found.topic_type == "std_msgs/msg/String"
    assert found.endpoint_type == TopicEndpointTypeEnum.PUBLISHER
    assert found.qos_profile.reliability == ReliabilityPolicy.BEST_EFFORT
    assert str(found.topic_type_hash).startswith("RIHS01_")
    (publisher,) = [p for p in one.publishers if p.topic == "/space/out"]
    assert bytes(found.endpoint_gid) == publisher.gid
    (wants,) = watch.get_subscriptions_info_by_topic("/space/in")
    assert wants.endpoint_type == TopicEndpointTypeEnum.SUBSCRIPTION
    (raw,) = watch.get_publishers_info_by_topic("rt/space/out", no_mangle=True)
    assert raw.endpoint_gid == found.endpoint_gid


def test_counts_are_taken_in_the_view_of_the_node(one):
    assert one.count_publishers("out") == one.count_publishers("/space/out") == 1
    assert one.count_publishers("/out") == 0
    assert one.count_services("add") == 1


def test_a_node_is_waited_for(watch):
    assert watch.wait_for_node("/space/one", 0)
    assert watch.wait_for_node("space/one", 0)
    assert not watch.wait_for_node("/space/nobody", 0.05)


def test_two_nodes_of_one_name_are_two(nodes, watch, one):
    nodes.node("one", namespace="/space")
    found = watch.wait_for_node("/space/one", 20)
    assert found
    nodes.spin_until(lambda: watch.get_node_names().count("one") == 2)
