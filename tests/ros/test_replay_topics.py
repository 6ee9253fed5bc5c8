import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.ros.replay_topics import played_topics

RECORDED = {
    "/clock": "rosgraph_msgs/msg/Clock",
    "/odom": "nav_msgs/msg/Odometry",
    "/ackermann_cmd": "ackermann_msgs/msg/AckermannDriveStamped",
    "/tool_twist": "geometry_msgs/msg/TwistStamped",
    "/diagnostics": "diagnostic_msgs/msg/DiagnosticArray",
    "/sim/ack": "physai_msgs/msg/Ack",
    "/policy/chunk": "physai_msgs/msg/ActionChunk",
}


def test_commands_and_health_are_left_to_the_policy_and_the_clock_to_its_parameter():
    assert played_topics(RECORDED, [""], clock=True) == {"/clock", "/odom"}
    assert played_topics(RECORDED, [], clock=False) == {"/odom"}


def test_topics_that_are_asked_for_are_played_with_the_clock_whatever_they_are():
    chosen = played_topics(RECORDED, ["/ackermann_cmd"], clock=True)
    assert chosen == {"/ackermann_cmd", "/clock"}
    assert played_topics(RECORDED, ["/clock", "/odom"], clock=False) == {"/odom"}


def test_a_bag_without_a_clock_plays_none_of_its_own():
    assert played_topics({"/odom": RECORDED["/odom"]}, [], clock=True) == {"/odom"}


def test_a_topic_that_the_bag_lacks_is_refused():
    with pytest.raises(ConfigError, match="the bag has no such topic, got '/odm'; did you mean"):
        played_topics(RECORDED, ["/odm"], clock=True)
