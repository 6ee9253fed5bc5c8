"""What arms share: the same words for their actions, with a gripper or without."""

import numpy as np
import pytest

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
