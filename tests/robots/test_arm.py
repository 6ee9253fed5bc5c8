"""What arms share: the same words for their actions, with a gripper or without."""

import numpy as np
import pytest

from physai_sim.core.errors import ActionError
from physai_sim.core.types import GRIPPER_OPENING
from physai_sim.robots import _arm


@pytest.mark.parametrize("kind", ["end_effector_delta", "joint_delta"])
def test_only_the_last_number_tells_a_gripper(kind, open_session):
    overrides = [f"robots.{name}.action={kind}" for name in ("left", "right")]
    session = open_session("two_arm_reach", *overrides, cameras=False)
    session.reset(0)
    panda, kuka = (robot.spec() for robot in session.stage.robots.values())
    assert panda.has_gripper
    assert not kuka.has_gripper
    assert panda.action_names[-1] == GRIPPER_OPENING
    assert len(panda.action_names) == len(kuka.action_names) + 1
    assert kuka.action_low == pytest.approx(-kuka.action_high)


@pytest.mark.parametrize("name", ["left", "right"])
def test_a_wish_never_runs_farther_ahead_than_its_leash(name, open_session):
    session = open_session("two_arm_reach", cameras=False)
    session.reset(0)
    arm = session.stage.robots[name]
    push = np.zeros(len(arm.spec().action_names))
    push[0] = arm.spec().action_high[0]
    for _ in range(20):  # without a step of the world the tool stays where it is
        arm.apply_action(push)
    ahead = np.subtract(arm._wish.position_m, arm.end_effector_pose().position_m)
    assert np.linalg.norm(ahead) == pytest.approx(_arm.LEASH_M)


def test_the_start_noise_stays_within_its_bound(open_session):
    session = open_session("two_arm_reach", cameras=False)
    for seed in range(5):
        session.reset(seed)
        for arm in session.stage.robots.values():
            off = arm.body.joint_states()[0][:7] - arm.home_rad
            assert 0.0 < np.abs(off).max() <= arm.config.start_noise_rad + 1e-12


@pytest.fixture
def open_reach(open_session):
    def open_(kind, seed=0):
        session = open_session("reach", f"robots.arm.action={kind}", cameras=False)
        session.reset(seed)
        return session, session.stage.robots["arm"]

    return open_


kinds = pytest.mark.parametrize("kind", ["end_effector_delta", "joint_delta"])


@kinds
def test_joint_positions_are_reached(kind, open_reach):
    session, arm = open_reach(kind)
    goal = arm.body.joint_states()[0][:7] + np.array([0.1, -0.1, 0.1, 0.1, -0.1, 0.1, -0.1])
    action = arm.command_joints(goal, 0.02)
    assert not action.was_clipped
    assert action.values[-1] == 0.02
    session.world.step(24)  # a control step from rest: most of the way
    assert arm.body.joint_states()[0][:7] == pytest.approx(goal, abs=0.03)
    session.world.step(150)
    assert arm.body.joint_states()[0] == pytest.approx([*goal, 0.01, 0.01], abs=2e-3)


@kinds
def test_joint_positions_are_clipped_to_limits_and_speeds(kind, open_reach):
    _, arm = open_reach(kind)
    before = arm._wish_rad.copy()
    action = arm.command_joints(np.full(7, 50.0))
    assert action.was_clipped
    assert arm._wish_rad - before == pytest.approx(arm._speeds / arm.control_hz)
    for _ in range(60):
        arm.command_joints(np.full(7, 50.0))
    assert arm._wish_rad == pytest.approx(arm._upper)
    assert arm.command_joints(arm._upper, 9.0).values[-1] == arm.max_opening_m


def test_a_joint_step_is_recorded_as_the_equal_action_and_replays_to_the_bit(open_reach):
    targets = [arm_at * np.ones(7) for arm_at in (0.1, 0.4, -0.2, 0.3)]
    led, arm = open_reach("joint_delta")
    start = arm._wish_rad.copy()
    recorded = []
    for target in targets:
        recorded.append(arm.command_joints(start + target, 0.03).values)
        led.world.step(24)
    played, other = open_reach("joint_delta")
    for values in recorded:
        assert not other.apply_action(values).was_clipped
        played.world.step(24)
    assert played.world.state_hash() == led.world.state_hash()


def test_a_joint_step_of_a_tool_is_recorded_as_one_that_holds(open_reach):
    _, arm = open_reach("end_effector_delta")
    action = arm.command_joints(arm._wish_rad + 0.1, 0.05)
    assert action.values.tolist() == [0.0] * 6 + [0.05]


def test_a_tool_command_begins_where_joint_commands_led(open_reach):
    session, arm = open_reach("end_effector_delta")
    goal = arm._wish_rad + np.array([0.5, 0.2, 0.0, 0.3, 0.0, 0.0, 0.0])
    for _ in range(10):
        arm.command_joints(goal)
        session.world.step(24)
    here = arm.end_effector_pose().position_m
    for _ in range(10):
        arm.apply_action([0.0] * 6 + [0.08])
        session.world.step(24)
    assert arm.end_effector_pose().position_m == pytest.approx(here, abs=2e-3)


@kinds
def test_the_gripper_stays_as_it_is_where_no_opening_is_given(kind, open_reach):
    _, arm = open_reach(kind)
    arm.command_joints(arm._wish_rad, 0.03)
    assert arm.command_joints(arm._wish_rad).values[-1] == 0.03


@pytest.mark.parametrize(
    ("joints", "opening", "text"),
    [
        ([0.0] * 6, None, r"robots\.arm: wrong shape"),
        ([np.nan] * 7, None, r"robots\.arm\.panda_joint1: an action is not finite"),
        ([0.0] * 7, np.inf, r"robots\.arm\.gripper_opening_m"),
    ],
)
def test_joint_positions_that_are_wrong_are_refused(joints, opening, text, open_reach):
    _, arm = open_reach("joint_delta")
    motors = arm.body.motors()
    with pytest.raises(ActionError, match=text):
        arm.command_joints(joints, opening)
    assert arm.body.motors() == motors


def test_an_arm_without_a_gripper_takes_no_opening(open_session):
    session = open_session("two_arm_reach", cameras=False)
    session.reset(0)
    kuka = session.stage.robots["right"]
    assert len(kuka.command_joints(kuka.home_rad).values) == 6
    with pytest.raises(ActionError, match=r"robots\.right: this arm has no gripper"):
        kuka.command_joints(kuka.home_rad, 0.01)
