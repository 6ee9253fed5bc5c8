"""Robots of a world are told apart, and twists without stamps are taken where that is asked."""

import pytest
from geometry_msgs.msg import Twist, TwistStamped

from physai_sim.messages import parts


def test_a_car_takes_plain_twists_where_that_is_asked(live, blind_world):
    world = blind_world("lane_curve", task={"start_speed_mps": [5.0, 5.0]})
    one = live(world=world, autostart=False, use_stamped_vel=False).start()
    one.state(2)
    odometry = one.hear("/sim/ground_truth/ego/odom", "nav_msgs/msg/Odometry", 100)
    publisher = one.publisher("/cmd_vel", "geometry_msgs/msg/Twist")
    message = Twist()
    message.linear.x = 3.0
    for _ in range(15):
        one.tell(publisher, message)
        moved = one.after(one.step, odometry)
    assert moved.twist.twist.linear.x == pytest.approx(3.0, abs=0.3)


def test_each_of_two_arms_does_what_it_is_told(live, blind_world):
    one = live(world=blind_world("two_arm_reach", time_limit_s=900.0), autostart=False).start()
    one.state(2)
    names = ("left", "right")
    tools = {
        name: one.hear(f"/sim/ground_truth/{name}/tool", "geometry_msgs/msg/PoseStamped", 100)
        for name in names
    }
    publisher = one.publisher("/left/tool_twist", "geometry_msgs/msg/TwistStamped")
    begin = {name: one.after(one.step, found) for name, found in tools.items()}
    message = TwistStamped()
    message.twist.linear.z = 0.05
    for _ in range(15):
        one.tell(publisher, message)
        one.after(one.step, tools["left"])
    assert list(one.faults()) == ["right"]
    rises = {
        name: parts.xyz(found[-1].pose.position)[2] - parts.xyz(begin[name].pose.position)[2]
        for name, found in tools.items()
    }
    assert rises["left"] > 0.03
    assert abs(rises["right"]) < 0.005
