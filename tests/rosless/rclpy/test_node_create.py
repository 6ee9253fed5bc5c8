"""Nodes make entities under their names and refuse what is none."""

import pytest
from example_interfaces.srv import AddTwoInts
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.clock import Clock
from rclpy.exceptions import InvalidServiceNameException, InvalidTopicNameException
from rclpy.qos import QoSProfile, qos_profile_sensor_data
from std_msgs.msg import String


@pytest.fixture
def node(nodes):
    return nodes.node("node", namespace="/space")


@pytest.mark.parametrize(
    ("given", "full"),
    [("a", "/space/a"), ("/a", "/a"), ("~/a", "/space/node/a"), ("~", "/space/node")],
)
def test_names_are_taken_in_the_view_of_the_node(node, given, full):
    assert node.create_publisher(String, given, 1).topic_name == full
    assert node.create_subscription(String, given, print, 1).topic_name == full
    assert node.create_service(AddTwoInts, given, print).service_name == full
    assert node.create_client(AddTwoInts, given).service_name == full


def test_a_number_is_the_depth_of_the_history(node):
    assert node.create_publisher(String, "a", 7).qos_profile == QoSProfile(depth=7)
    wanted = node.create_subscription(String, "a", print, qos_profile_sensor_data)
    assert wanted.qos_profile is qos_profile_sensor_data


@pytest.mark.parametrize("profile", ["10", None, 1.5])
def test_other_profiles_are_refused(node, profile):
    with pytest.raises(TypeError, match="Expected QoSProfile or int, but received"):
        node.create_publisher(String, "a", profile)


@pytest.mark.parametrize("name", ["", "a b", "1a", "a//b", "a/"])
def test_names_that_may_be_none_are_refused(node, name):
    with pytest.raises(InvalidTopicNameException):
        node.create_publisher(String, name, 1)
    with pytest.raises(InvalidServiceNameException):
        node.create_client(AddTwoInts, name)


@pytest.mark.parametrize("kind", [str, AddTwoInts, "std_msgs/msg/String"])
def test_topics_of_what_is_no_message_are_refused(node, kind):
    with pytest.raises(Exception, match="message"):
        node.create_publisher(kind, "a", 1)
    with pytest.raises(Exception, match="message"):
        node.create_subscription(kind, "a", print, 1)


def test_services_of_what_is_no_service_are_refused(node):
    for make in (node.create_client, lambda *a: node.create_service(*a, print)):
        with pytest.raises(Exception, match="service"):
            make(String, "a")


def test_entities_belong_to_the_group_they_are_given_or_the_nodes_own(node):
    group = ReentrantCallbackGroup()
    makers = (
        lambda **o: node.create_subscription(String, "a", print, 1, **o),
        lambda **o: node.create_service(AddTwoInts, "a", print, **o),
        lambda **o: node.create_client(AddTwoInts, "a", **o),
        lambda **o: node.create_timer(1.0, print, **o),
        lambda **o: node.create_guard_condition(print, **o),
    )
    for make in makers:
        free, held = make(callback_group=group), make()
        assert group.has_entity(free)
        assert free.callback_group is group
        assert node.default_callback_group.has_entity(held)


def test_a_timer_counts_by_the_nodes_clock_or_another(node):
    clock = Clock()
    assert node.create_timer(0.5, print).clock is node.get_clock()
    timer = node.create_timer(0.5, print, clock=clock)
    assert timer.clock is clock
    assert timer.timer_period_ns == 500_000_000
    assert node.create_timer(0.5, print, autostart=False).is_canceled()


def test_a_negative_period_is_refused(node):
    with pytest.raises(ValueError, match="non-negative"):
        node.create_timer(-1.0, print)
