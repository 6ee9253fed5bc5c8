"""A node holds everything under one name."""

import pytest
import rclpy
from rcl_interfaces.msg import Log
from rclpy.clock import ROSClock
from rclpy.exceptions import (
    InvalidNamespaceException,
    InvalidNodeNameException,
    NotInitializedException,
)
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy
from std_msgs.msg import String


def test_a_node_offers_what_every_node_offers(nodes):
    node = nodes.node("node")
    services = {service.srv_name.removeprefix("/node/") for service in node.services}
    assert {
        "get_parameters",
        "set_parameters",
        "set_parameters_atomically",
        "list_parameters",
        "describe_parameters",
        "get_parameter_types",
        "get_type_description",
    } == services
    assert dict(nodes.node("watch").get_topic_names_and_types())["/rosout"] == [
        "rcl_interfaces/msg/Log"
    ]
    assert isinstance(node.get_clock(), ROSClock)
    assert node.context is nodes.context


def test_what_every_node_offers_can_be_left_out(nodes):
    node = nodes.node("bare", start_parameter_services=False, enable_rosout=False)
    assert [s.srv_name for s in node.services] == ["/bare/get_type_description"]
    assert not node._rcl_rosout


def test_the_log_is_offered_to_latecomers(nodes):
    nodes.node("node")
    (info,) = nodes.node("watch", enable_rosout=False).get_publishers_info_by_topic("/rosout")
    assert info.qos_profile.durability == DurabilityPolicy.TRANSIENT_LOCAL
    assert info.topic_type == f"{Log.__module__.partition('.')[0]}/msg/Log"


@pytest.mark.parametrize("name", ["", "with space", "1st", "a/b", "x" * 256])
def test_a_name_that_may_not_be_one_is_refused(nodes, name):
    with pytest.raises(InvalidNodeNameException):
        nodes.node(name)


@pytest.mark.parametrize("namespace", ["/a//b", "/1st", "/a b"])
def test_a_namespace_that_may_not_be_one_is_refused(nodes, namespace):
    with pytest.raises(InvalidNamespaceException):
        nodes.node("node", namespace=namespace)


def test_a_node_that_cannot_be_made_leaves_nothing_behind(nodes):
    watch = nodes.node("watch")
    with pytest.raises(TypeError):
        Node("half", context=nodes.context, rosout_qos_profile="bad")
    assert watch.get_node_names() == ["watch"]
    assert watch.count_publishers("/parameter_events") == 1


def test_a_destroyed_node_takes_all_it_holds_with_it(nodes):
    node, watch = nodes.node("node"), nodes.node("watch")
    node.create_publisher(String, "chatter", 1)
    node.create_timer(1.0, print)
    node.create_rate(1.0)
    nodes.spin_until(lambda: watch.count_publishers("chatter") == 1)
    node.destroy_node()
    node.destroy_node()
    assert nodes.executor.get_nodes() == [watch]
    nodes.spin_until(lambda: watch.count_publishers("chatter") == 0)
    assert watch.get_node_names() == ["watch"]
    for held in (node.publishers, node.subscriptions, node.services, node.clients, node.timers):
        assert list(held) == []
    assert list(node.waitables) == []


def test_a_node_ends_with_a_block(nodes):
    watch = nodes.node("watch")
    with Node("node", context=nodes.context):
        assert sorted(watch.get_node_names()) == ["node", "watch"]
    assert watch.get_node_names() == ["watch"]


def test_a_node_needs_a_context_that_was_begun():
    with pytest.raises(NotInitializedException):
        rclpy.create_node("early", context=rclpy.Context())


def test_create_node_takes_what_a_node_takes(nodes):
    node = rclpy.create_node("made", context=nodes.context, namespace="/space")
    assert node.get_fully_qualified_name() == "/space/made"
    node.destroy_node()


def test_a_subclass_may_add_what_it_likes(nodes):
    class Talker(Node):
        def __init__(self, name, **options):
            super().__init__(name, **options)
            self.publisher = self.create_publisher(String, "chatter", 1)
            self.timer = self.create_timer(0.01, self.tick)
            self.count = 0

        def tick(self):
            self.count += 1
            self.publisher.publish(String(data=str(self.count)))

    heard = []
    nodes.node("hears").create_subscription(String, "chatter", heard.append, 1)
    nodes.node("talker", kind=Talker)
    nodes.spin_until(lambda: len(heard) >= 2)
