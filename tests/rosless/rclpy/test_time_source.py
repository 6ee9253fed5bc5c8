import pytest
from rclpy.clock import Clock, ClockType, ROSClock
from rclpy.parameter import Parameter
from rclpy.time import Time
from rclpy.time_source import TimeSource
from rosgraph_msgs.msg import Clock as ClockMessage


def _ros(seconds):
    return Time(seconds=seconds, clock_type=ClockType.ROS_TIME)


def test_clocks_follow_once_time_is_active():
    source, clock = TimeSource(), ROSClock()
    source.attach_clock(clock)
    assert not clock.ros_time_is_active
    source.ros_time_is_active = True
    source.clock_callback(ClockMessage(clock=_ros(7).to_msg()))
    assert clock.now() == _ros(7)
    late = ROSClock()
    source.attach_clock(late)
    assert late.now() == _ros(7)
    source.detach_clock(late)
    source.clock_callback(ClockMessage(clock=_ros(8).to_msg()))
    assert (clock.now(), late.now()) == (_ros(8), _ros(7))
    with pytest.raises(ValueError, match="ROS_TIME"):
        source.attach_clock(Clock())
    with pytest.raises(TypeError, match=r"rclpy\.node\.Node"):
        TimeSource(node="node")


def test_a_node_follows_the_topic_while_its_parameter_says_so(company):
    nodes = company(157, "--ros-args", "-p", "use_sim_time:=true")
    node = nodes.node("node")
    teller = nodes.node("teller", use_global_arguments=False)
    publisher = teller.create_publisher(ClockMessage, "/clock", 1)
    assert node.get_clock().now() == _ros(0)
    assert not teller.get_clock().ros_time_is_active
    nodes.spin_until(lambda: publisher.get_subscription_count() == 1)
    publisher.publish(ClockMessage(clock=_ros(12).to_msg()))
    nodes.spin_until(lambda: node.get_clock().now() == _ros(12))
    node.set_parameters([Parameter("use_sim_time", value=False)])
    assert node.get_clock().now() > _ros(10**9)
    nodes.spin_until(lambda: publisher.get_subscription_count() == 0)
    node.set_parameters([Parameter("use_sim_time", value=True)])
    assert node.get_clock().now() == _ros(12)


def test_a_parameter_that_is_no_boolean_is_refused(company):
    node = company(157).node("node")
    (result,) = node.set_parameters([Parameter("use_sim_time", value="yes")])
    assert not result.successful
    assert not node.get_clock().ros_time_is_active


def test_time_goes_on_while_a_callback_of_the_node_runs(company):
    node = company(157, "--ros-args", "-p", "use_sim_time:=true").node("node")
    (heard,) = [s for s in node.subscriptions if s.topic_name == "/clock"]
    assert heard.callback_group is not node.default_callback_group
    assert (heard.qos_profile.depth, heard.qos_profile.reliability.name) == (1, "BEST_EFFORT")
