"""Names in ROS and names in DDS."""

import pytest
from rclpy import _names


@pytest.mark.parametrize(
    ("dds", "topic", "service"),
    [
        ("rt/chatter", "/chatter", None),
        ("rq/addRequest", None, "/add"),
        ("rr/addReply", None, "/add"),
        ("rq/add", None, None),
        ("ros_discovery_info", None, None),
        ("rt/a/_action/status", "/a/_action/status", None),
    ],
)
def test_a_name_on_the_wire_tells_what_it_is(dds, topic, service):
    assert _names.topic_of(dds) == topic
    assert _names.service_of(dds) == service


def test_servers_read_requests_and_clients_write_them():
    assert _names.service_of_request("rq/addRequest") == "/add"
    assert _names.service_of_request("rr/addReply") is None


@pytest.mark.parametrize(
    ("dds", "ros"),
    [
        ("std_msgs::msg::dds_::String_", "std_msgs/msg/String"),
        ("std_srvs::srv::dds_::Empty_Request_", "std_srvs/srv/Empty"),
        ("std_srvs::srv::dds_::Empty_Response_", "std_srvs/srv/Empty"),
        ("a::action::dds_::B_SendGoal_Request_", "a/action/B_SendGoal"),
        ("a::action::dds_::B_FeedbackMessage_", "a/action/B_FeedbackMessage"),
        ("Foreign", "Foreign"),
    ],
)
def test_a_type_on_the_wire_is_called_as_in_ros(dds, ros):
    assert _names.type_of(dds) == ros
