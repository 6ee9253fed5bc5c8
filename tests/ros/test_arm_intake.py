"""An arm does what it is told over topics: tool twists, joint jogs, its gripper; it holds else."""

import math

import pytest
from control_msgs.msg import GripperCommand, JointJog
from geometry_msgs.msg import TwistStamped

from physai_sim.ros import arm_intake

JOINTS = tuple(f"panda_joint{number}" for number in range(1, 8))


class Arm:
    """Someone who moves an arm, while it is paused between the steps."""

    def __init__(self, live):
        self.live = live
        self.twist = live.publisher("/tool_twist", "geometry_msgs/msg/TwistStamped")
        self.grip = live.publisher("/gripper_cmd", "control_msgs/msg/GripperCommand")
        name = "/sim/ground_truth/arm/tool"
        self.tools = live.hear(name, "geometry_msgs/msg/PoseStamped", 100)
        self.joints = live.hear("/joint_states", "sensor_msgs/msg/JointState", 100)

    def height(self, steps=1):
        """Of the tool after some steps [m]."""
        moved = self.live.after(lambda: self.live.step(steps), self.tools, steps)
        return moved.pose.position.z

    def rise(self, speed_mps, steps):
        for _ in range(steps):
            self.live.tell(self.twist, twist(speed_mps))
            height = self.height()
        return height


def twist(speed_mps):
    message = TwistStamped()
    message.twist.linear.z = speed_mps
    return message


@pytest.fixture(scope="module")
def arm(live, blind_world):
    changes = {"time_limit_s": 900.0, "robots": {"arm": {"start_noise_rad": 0.0}}}
    one = live(world=blind_world("pick_place", **changes), autostart=False).start()
    one.state(2)
    return Arm(one)


@pytest.fixture(autouse=True)
def _from_the_start(request):
    if "arm" in request.fixturenames:
        arm = request.getfixturevalue("arm")
        arm.live.after(lambda: arm.live.reset(use_seed=True, seed=1), arm.tools)


def test_a_twist_is_a_velocity_of_the_tool(arm):
    before = arm.rise(0.05, 5)
    assert arm.rise(0.05, 15) - before == pytest.approx(0.05, abs=0.01)


def test_an_arm_that_hears_nothing_holds_and_goes_on_when_it_is_told(arm):
    arm.rise(0.05, 5)
    assert arm.live.faults() == {}
    before = arm.height(15)
    assert list(arm.live.faults()) == ["arm"]
    assert arm.height(15) == pytest.approx(before, abs=0.002)
    assert arm.rise(0.05, 10) > before + 0.015
    assert arm.live.faults() == {}


def test_the_gripper_goes_where_it_is_told_and_stays_there_in_silence(arm):
    arm.live.tell(arm.grip, GripperCommand(position=0.02, max_effort=10.0))
    arm.live.step(20)
    last = arm.live.after(arm.live.step, arm.joints)
    assert last.position[-1] == pytest.approx(0.02, abs=0.002)


def test_commands_that_cannot_be_right_are_refused_by_topic(arm):
    changed = arm.live.tell(arm.twist, twist(math.nan))
    assert changed == {"refused": 1, "refused /tool_twist not_finite": 1}
    changed = arm.live.tell(arm.twist, twist(5.0))
    assert changed == {"refused": 1, "refused /tool_twist out_of_range": 1}
    changed = arm.live.tell(arm.grip, GripperCommand(position=0.5))
    assert changed == {"refused": 1, "refused /gripper_cmd out_of_range": 1}


def jog(names, steps):
    return JointJog(joint_names=names, displacements=steps)


def test_a_jog_is_read_by_the_names_of_its_joints():
    names = JOINTS[:3]
    read = arm_intake._displacements
    assert read(jog([], [1.0, 2.0, 3.0]), names).tolist() == [1.0, 2.0, 3.0]
    backwards = list(reversed(names))
    assert read(jog(backwards, [3.0, 2.0, 1.0]), names).tolist() == [1.0, 2.0, 3.0]
    assert read(jog([names[1]], [0.5]), names).tolist() == [0.0, 0.5, 0.0]
    assert read(jog(["elbow"], [0.5]), names).size == 0
    assert read(jog([names[1]], []), names).size == 0
