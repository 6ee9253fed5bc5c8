import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physai_sim.core.errors import ConfigError
from physai_sim.core.types import RobotSpec
from physai_sim.messages import topics
from physai_sim.messages.actions import action_from, command_messages
from physai_sim.messages.typestore import make_message as make

DRIVING = ("acceleration_curvature", "steering_speed")
KINDS = (*DRIVING, "joint_delta", "end_effector_delta")
SIZES = {"acceleration_curvature": 2, "steering_speed": 2, "joint_delta": 8}
NUMBER = st.floats(-1.0, 1.0)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), control_hz=st.integers(1, 240))
def test_an_action_survives_to_the_precision_of_its_fields(
    kind, data, control_hz, make_robot, wire
):
    size = SIZES.get(kind, 7)
    action = np.array(data.draw(st.lists(NUMBER, min_size=size, max_size=size)))
    robot = make_robot(kind=kind)
    sent = command_messages(make, robot, 5, action, control_hz=control_hz)
    again = action_from(robot, tuple(map(wire, sent)), control_hz=control_hz)
    assert again.shape == action.shape
    tolerance = 1e-6 if kind in DRIVING else 1e-14  # drive fields are float32
    np.testing.assert_allclose(again, action, rtol=tolerance * 10, atol=tolerance)


@pytest.mark.parametrize("kind", KINDS)
def test_the_messages_have_the_types_of_their_topics_in_order(kind, make_robot, make_episode):
    robot = make_robot(kind=kind)
    action = np.full(SIZES.get(kind, 7), 0.1)
    messages = command_messages(make, robot, 5, action, control_hz=20)
    wanted = [topic.type_name for topic in topics.command_topics(robot, make_episode(robot))]
    assert [message.__msgtype__ for message in messages] == wanted


def test_a_curvature_becomes_the_angle_of_the_virtual_front_wheel(make_robot, wire):
    (message,) = command_messages(make, make_robot(), 5, np.array([1.5, 0.1]), control_hz=20)
    drive = wire(message).drive
    assert drive.acceleration == 1.5
    assert drive.steering_angle == pytest.approx(math.atan(0.285), rel=1e-6)
    assert message.header.stamp.nanosec == 5


def test_steering_and_speed_keep_their_places(make_robot, wire):
    robot = make_robot(kind="steering_speed")
    (message,) = command_messages(make, robot, 5, np.array([0.25, 8.0]), control_hz=20)
    drive = wire(message).drive
    assert (drive.steering_angle, drive.speed, drive.acceleration) == (0.25, 8.0, 0.0)


def test_a_step_of_the_tool_becomes_the_velocity_that_makes_it(make_robot, wire):
    robot = make_robot(kind="end_effector_delta")
    action = np.array([0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08])
    tool, gripper = map(wire, command_messages(make, robot, 5, action, control_hz=20))
    assert tool.twist.linear.x == pytest.approx(0.2)
    assert tool.twist.angular.z == pytest.approx(1.2)
    assert tool.header.frame_id == "map"
    assert gripper.position == 0.04
    assert gripper.max_effort > 0.0


def test_a_joint_step_names_its_joints_and_lasts_one_control_step(make_robot, wire):
    robot = make_robot(kind="joint_delta")
    action = np.arange(8) / 100
    jog, _ = map(wire, command_messages(make, robot, 5, action, control_hz=20))
    assert jog.joint_names == list(robot.joint_names[:7])
    assert jog.duration == 0.05
    np.testing.assert_allclose(jog.velocities * jog.duration, jog.displacements)


def test_a_driving_robot_without_a_wheelbase_is_refused():
    limits = np.ones(2)
    robot = RobotSpec("ego", "odd", "acceleration_curvature", ("a", "b"), -limits, limits, ())
    with pytest.raises(ConfigError, match=r"^robots\.ego: .*wheelbase"):
        command_messages(make, robot, 0, limits, control_hz=10)
