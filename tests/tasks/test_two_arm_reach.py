"""Two arms: both must be at their balls at one time, and must not touch each other."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import Pose

ARMS = {"left": "red_ball", "right": "green_ball"}


@pytest.fixture
def session(open_session):
    made = open_session("two_arm_reach", cameras=False, privileged=True)
    made.reset(0)
    return made


def put_targets(session, *names):
    """Put the targets of these arms where their tools are."""
    for name in names:
        where = session.stage.robots[name].end_effector_pose().position_m
        session.task._parts[name]._target_m = where


def test_each_target_lies_in_its_own_box(session):
    for seed in range(30):
        truth = session.reset(seed).privileged
        for name, ball in ARMS.items():
            part, place = session.config.task.arms[name], truth[f"{name}_target_position_m"]
            assert (place >= part.target_low_m).all()
            assert (place <= part.target_high_m).all()
            assert session.world.bodies[ball].base_pose().position_m == pytest.approx(place)


@pytest.mark.parametrize("there", [("left",), ("right",)])
def test_one_arm_alone_is_half_of_it(there, session):
    put_targets(session, *there)
    assert not session.task.is_success(session.stage)
    found = session.task.conditions(session.stage)
    assert found == {f"{name}_tool_at_target": name in there for name in ARMS}
    assert 0.5 < session.task.reward(session.stage) < 1.0


def test_both_are_a_success_with_the_full_reward(session):
    put_targets(session, *ARMS)
    assert session.task.is_success(session.stage)
    assert session.task.reward(session.stage) == 1.0


def test_actions_are_joined_in_the_order_of_the_world_file(session):
    session.step(np.zeros(13))
    before = [arm.end_effector_pose().position_m for arm in session.stage.robots.values()]
    for _ in range(5):
        session.step([0, 0, 0.01, 0, 0, 0, 0.08, 0, 0, -0.01, 0, 0, 0])
    after = [arm.end_effector_pose().position_m for arm in session.stage.robots.values()]
    assert after[0][2] > before[0][2] + 0.02
    assert after[1][2] < before[1][2] - 0.02


def test_touching_the_other_arm_is_a_collision(session):
    right = session.stage.robots["right"].body
    right.reset_base(Pose((0.3, 0.4, 0.4)))
    step = session.step(np.zeros(13))
    assert step.outcome.reason == "collision"


def test_goals_are_named_after_their_bodies(session):
    assert set(session.episode_truth().goal) == set(ARMS.values())


@pytest.mark.parametrize(
    ("setting", "kind", "words"),
    [
        ("task.arms.left.target=ball", UnknownNameError, "ball"),
        ("task.arms.left.target_low_m=[1.0, 0.0, 0.0]", ConfigError, "must not exceed"),
        ("task.forbidden=[tabel]", UnknownNameError, "did you mean 'table'"),
        ("task.arms={}", ConfigError, "two robots, got none"),
    ],
)
def test_a_world_that_lacks_what_it_needs_is_refused(setting, kind, words, open_session):
    with pytest.raises(kind, match=words):
        open_session("two_arm_reach", setting, cameras=False)


def test_an_arm_that_is_not_there_is_refused(open_session):
    box = "target: red_ball, target_low_m: [0.3, 0.2, 0.5], target_high_m: [0.5, 0.5, 0.9]"
    setting = f"task.arms={{left: {{{box}}}, middle: {{{box}}}}}"
    with pytest.raises(UnknownNameError, match="middle"):
        open_session("two_arm_reach", setting, cameras=False)
