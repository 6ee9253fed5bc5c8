"""A second arm, in one file: it moves as commanded, and has no gripper."""

import math

import numpy as np
import pytest

from physai_sim.core.errors import ActionError
from physai_sim.core.geometry import rotation_matrix
from physai_sim.robots import kuka_iiwa
from physai_sim.simulation.ik import rotation_vector


@pytest.fixture
def arm_in(open_session):
    """`arm_in(*overrides)`: the right arm of the world with two, settled, and its world."""

    def make(*overrides):
        session = open_session("two_arm_reach", *overrides, cameras=False)
        session.reset(0)
        arm = session.stage.robots["right"]
        play(session.world, arm, np.zeros(len(arm.spec().action_names)), 20)
        return session.world, arm

    return make


def play(world, arm, action, count):
    for _ in range(count):
        arm.apply_action(action)
        world.step(world.physics_hz // arm.control_hz)


def test_its_action_has_no_gripper(arm_in):
    _, arm = arm_in()
    spec = arm.spec()
    assert not spec.has_gripper
    assert len(spec.action_names) == 6
    assert spec.joint_names == kuka_iiwa.JOINTS
    with pytest.raises(ActionError):
        arm.apply_action(np.zeros(7))


def test_at_home_the_flange_points_straight_down(open_session):
    session = open_session("two_arm_reach", "robots.right.start_noise_rad=0.0", cameras=False)
    session.reset(0)
    arm = session.stage.robots["right"]
    forward = rotation_matrix(arm.end_effector_pose().rotation_xyzw)[:, 2]
    assert forward == pytest.approx([0.0, 0.0, -1.0], abs=1e-6)
    wrist = arm.body.link_pose(kuka_iiwa.TOOL).position_m
    assert wrist[2] - arm.end_effector_pose().position_m[2] == pytest.approx(kuka_iiwa.FLANGE_M)


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("axis", range(6))
def test_a_delta_moves_the_flange_by_the_delta_and_nothing_else(axis, sign, arm_in):
    world, arm = arm_in()
    delta = np.zeros(6)
    delta[axis] = sign * arm.spec().action_high[axis]
    before = arm.end_effector_pose()
    play(world, arm, delta, 4)
    play(world, arm, np.zeros(6), 20)
    after = arm.end_effector_pose()
    moved = np.subtract(after.position_m, before.position_m)
    turned = rotation_vector(after.rotation_xyzw, before.rotation_xyzw)
    assert np.linalg.norm(moved - 4 * delta[:3]) < 0.003
    assert np.linalg.norm(turned - 4 * delta[3:]) < 0.003


def test_it_holds_its_place_against_gravity(arm_in):
    world, arm = arm_in()
    before = arm.end_effector_pose().position_m
    play(world, arm, np.zeros(6), 100)
    assert math.dist(before, arm.end_effector_pose().position_m) < 1e-3


def test_joint_deltas_move_the_joints_within_the_published_speeds(arm_in):
    world, arm = arm_in("robots.right.action=joint_delta")
    assert arm.spec().action_high == pytest.approx(kuka_iiwa.SPEEDS_RADPS / arm.control_hz)
    before = arm.body.joint_states()[0]
    deltas = np.array([0.02, -0.02, 0.01, 0.03, -0.01, 0.02, 0.04])
    play(world, arm, deltas, 5)
    play(world, arm, np.zeros(7), 20)
    assert arm.body.joint_states()[0] - before == pytest.approx(5 * deltas, abs=2e-3)
