"""Reach: targets in their box, reward by distance, table untouchable."""

import math

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import Pose
from physai_sim.envs.session import Session

OPEN_M = 0.08


@pytest.fixture
def session(open_session):
    made = open_session("reach", cameras=False, privileged=True)
    made.reset(0)
    return made


def put_target(session, distance_m):
    x, y, z = session.stage.robots["arm"].end_effector_pose().position_m
    session.task._target_m = (x, y, z + distance_m)


def test_targets_fill_their_box(session):
    config, places = session.config.task, []
    for seed in range(60):
        truth = session.reset(seed).privileged
        places.append(truth["target_position_m"])
        ball = session.world.bodies["target"].base_pose().position_m
        assert ball == pytest.approx(places[-1].tolist())
    low, high = np.min(places, axis=0), np.max(places, axis=0)
    assert (low >= config.target_low_m).all()
    assert (high <= config.target_high_m).all()
    span = np.subtract(config.target_high_m, config.target_low_m)
    assert (high - low > 0.8 * span).all()


@pytest.mark.parametrize("distance_m", [0.0, 0.019, 0.0199])
def test_success_means_reward_one(distance_m, session):
    put_target(session, distance_m)
    assert session.task.is_success(session.stage)
    assert session.task.reward(session.stage) == 1.0


def test_reward_falls_with_distance(session):
    rewards = []
    for distance_m in (0.0, 0.05, 0.1, 0.3, 0.6, 2.0):
        put_target(session, distance_m)
        rewards.append(session.task.reward(session.stage))
    assert rewards == sorted(rewards, reverse=True)
    assert all(0.0 <= reward <= 1.0 for reward in rewards)
    assert not session.task.is_success(session.stage)


def test_the_target_cannot_be_pushed(session):
    arm = session.stage.robots["arm"]
    where = arm.end_effector_pose().position_m
    session.world.bodies["target"].reset_base(Pose(where))
    session.world.step(240)
    assert session.world.bodies["target"].base_pose().position_m == pytest.approx(where)
    assert session.task.failure(session.stage) is None


def test_touching_the_table_is_a_collision(session):
    for _ in range(60):
        step = session.step([0.0, 0.0, -0.03, 0.0, 0.0, 0.0, OPEN_M])
        if step.outcome:
            break
    assert (step.outcome.reason, step.outcome.terminated) == ("collision", True)
    assert not step.outcome.is_success
    assert not step.outcome.truncated


def test_the_ground_truth_is_the_engines(session):
    step = session.step([0.02, 0.01, 0.0, 0.0, 0.0, 0.0, OPEN_M])
    truth = step.observation.privileged
    tool = session.stage.robots["arm"].end_effector_pose().position_m
    assert truth["tool_position_m"].tolist() == list(tool)
    distance = math.dist(tool, truth["target_position_m"])
    assert step.reward == pytest.approx(math.exp(-math.log(10) * ((distance - 0.02) / 0.3) ** 2))
    assert session.episode_truth().goal == {"target": tuple(truth["target_position_m"])}


@pytest.mark.parametrize(
    ("setting", "kind", "words"),
    [
        ("task.target=ball", UnknownNameError, "ball"),
        ("task.forbidden=[tabel]", UnknownNameError, "did you mean 'table'"),
        ("task.robot=leg", UnknownNameError, r"task\.robot"),
        ("robots.arm={model: sedan}", ConfigError, "panda_hand|no tool|no such link"),
        ("task.target_low_m=[1.0, 0.0, 0.0]", ConfigError, "must not exceed"),
    ],
)
def test_a_world_that_lacks_what_it_needs_is_refused(setting, kind, words):
    with pytest.raises(kind, match=words):
        Session(load_world("reach", (setting,)), cameras=False)
