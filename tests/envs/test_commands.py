"""A step's commands: joints for some arms beside the action for the others, all or nothing."""

import numpy as np
import pytest

from physai_sim.core.errors import ActionError, UnknownNameError


@pytest.fixture
def two_arms(open_session):
    overrides = [f"robots.{name}.action=joint_delta" for name in ("left", "right")]
    session = open_session("two_arm_reach", *overrides, cameras=False)
    session.reset(0)
    return session


def middle(session):
    return (session.spec.action_low + session.spec.action_high) / 2


def test_one_arm_takes_joints_and_the_other_its_part_of_the_action(two_arms):
    left, right = two_arms.stage.robots.values()
    action = middle(two_arms)
    action[-7:] = 0.05
    goal, before = left._wish_rad + 0.02, right._wish_rad.copy()
    step = two_arms.step(action, {"left": (goal, 0.01)})
    assert step.action.values == pytest.approx([0.02] * 7 + [0.01] + [0.05] * 7)
    assert left._wish_rad == pytest.approx(goal)
    assert right._wish_rad == pytest.approx(before + 0.05)


@pytest.mark.parametrize(
    ("action", "joints", "error", "text"),
    [
        (None, {"left": ([0.0] * 6, None)}, ActionError, r"robots\.left: wrong shape"),
        (None, {"left": ([0.0] * 7, None), "up": ([], None)}, UnknownNameError, "known: left, r"),
        ([0.0], {"left": ([0.0] * 7, None)}, ActionError, "action: wrong shape"),
        (None, {"right": ([0.0] * 7, 0.1)}, ActionError, "right: this arm has no gripper"),
    ],
)
def test_a_fault_anywhere_moves_nothing(two_arms, action, joints, error, text):
    motors = {name: body.motors() for name, body in two_arms.world.bodies.items()}
    with pytest.raises(error, match=text):
        two_arms.step(middle(two_arms) if action is None else action, joints)
    assert {name: body.motors() for name, body in two_arms.world.bodies.items()} == motors
    assert two_arms.step_count == 0


def test_a_car_takes_no_joints(open_session):
    session = open_session("lane_curve", cameras=False)
    session.reset(0)
    with pytest.raises(ActionError, match=r"robots\.ego: this robot takes no joint positions"):
        session.step(middle(session), {"ego": ([0.0] * 6, None)})


def test_steps_in_joint_space_play_again_by_their_recorded_actions(open_session):
    hashes, recorded = [], []
    for play in range(2):
        session = open_session("reach", "robots.arm.action=joint_delta", cameras=False)
        session.reset(3)
        arm = session.stage.robots["arm"]
        for k in range(8):
            if play == 0:
                goal = arm._wish_rad + 0.1 * np.sin(k + np.arange(7))
                recorded.append(session.step(middle(session), {"arm": (goal, None)}).action.values)
            else:
                session.step(recorded[k])
        hashes.append(session.world.state_hash())
    assert hashes[0] == hashes[1]
