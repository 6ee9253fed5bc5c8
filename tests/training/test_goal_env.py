"""The goal environment is a proper one; its rewards can be computed for any goal."""

import warnings

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from physai_sim.core.config import load_world
from physai_sim.core.errors import UnknownNameError
from physai_sim.tasks.base import tolerance
from physai_sim.training.goal_env import GoalEnv

WORLDS = {"reach": 3, "lane_curve": 2}


@pytest.fixture
def goal_env():
    opened = []

    def make(world, *settings):
        opened.append(GoalEnv(load_world(world, settings)))
        return opened[-1]

    yield make
    for env in opened:
        env.close()


@pytest.mark.parametrize("world", WORLDS)
def test_gymnasium_finds_nothing_to_complain_of(goal_env, world):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(goal_env(world), skip_render_check=True)


@pytest.mark.parametrize(("world", "size"), WORLDS.items())
def test_rewards_of_many_goals_are_those_of_each(goal_env, world, size):
    env = goal_env(world)
    rng = np.random.default_rng(0)
    achieved = rng.normal(size=(200, size)).astype(np.float32)
    desired = (achieved + rng.normal(size=(200, size)) * 0.1).astype(np.float32)
    many = env.compute_reward(achieved, desired, [{}] * 200)
    each = [float(env.compute_reward(a, d, {})) for a, d in zip(achieved, desired, strict=True)]
    assert many.shape == (200,)
    assert many.dtype == np.float32
    np.testing.assert_array_equal(many, each)
    assert 0 < (many == 1.0).sum() < 200


@pytest.mark.parametrize(("world", "actions"), [("reach", 7), ("lane_curve", 2)])
def test_the_reward_of_a_step_is_that_of_its_goals(goal_env, world, actions):
    env = goal_env(world)
    env.reset(seed=1)
    for _ in range(8):
        seen, reward, *_, info = env.step(np.zeros(actions, np.float32))
        assert reward == env.compute_reward(seen["achieved_goal"], seen["desired_goal"], info)
        assert 0.0 <= info["task_reward"] <= 1.0


def test_a_goal_of_reach_is_a_place_of_the_tool(goal_env):
    env = goal_env("reach")
    seen, _ = env.reset(seed=0)
    session = env.inner.session
    truth = session.task.privileged(session.stage)
    np.testing.assert_allclose(seen["achieved_goal"] * 0.3, truth["tool_position_m"], atol=1e-6)
    np.testing.assert_allclose(seen["desired_goal"] * 0.3, truth["target_position_m"], atol=1e-6)
    for away_m, reward in ((0.019, 1.0), (0.021, 0.0)):
        other = seen["desired_goal"] + np.array([0.0, away_m / 0.3, 0.0])
        assert env.compute_reward(other, seen["desired_goal"], {}) == reward


def test_a_goal_of_lane_curve_is_an_offset_and_a_speed(goal_env):
    env = goal_env("lane_curve")
    seen, _ = env.reset(seed=0)
    offset, _, speed, wanted, _ = env.inner.session.task.privileged(env.inner.session.stage)[
        "lane_state"
    ]
    np.testing.assert_allclose(seen["achieved_goal"], [offset, speed / 8], rtol=1e-6)
    np.testing.assert_allclose(seen["desired_goal"], [0.0, wanted / 8], rtol=1e-6)
    assert env.compute_reward(np.array([0.1, 7.8 / 8]), seen["desired_goal"], {}) == 1.0


@pytest.mark.parametrize(("offset_m", "speed_mps"), [(0.3, 8.0), (-0.9, 8.0), (0.0, 5.0)])
def test_the_reward_of_lane_curve_falls_off_as_every_reward_does(goal_env, offset_m, speed_mps):
    env = goal_env("lane_curve")
    achieved, desired = np.array([offset_m, speed_mps / 8]), np.array([0.0, 1.0])
    away = np.hypot(offset_m / 0.3, (speed_mps - 8.0) / 0.8)
    expected = tolerance(away, low=0.0, high=1.0, margin=3.0)
    assert env.compute_reward(achieved, desired, {}) == pytest.approx(expected, rel=1e-6)


def test_success_is_truncated_since_its_worth_goes_on(goal_env):
    env = goal_env("reach")
    seen, _ = env.reset(seed=5)
    terminated = truncated = False
    while not (terminated or truncated):
        action = np.zeros(7, np.float32)
        action[:3] = np.clip(3.0 * (seen["desired_goal"] - seen["achieved_goal"]), -1, 1)
        seen, reward, terminated, truncated, info = env.step(action)
    assert (terminated, truncated) == (False, True)
    assert (reward, info["task_reward"]) == (1.0, 1.0)
    assert info["is_success"]


def test_a_failure_is_terminated(goal_env):
    env = goal_env("lane_curve")
    env.reset(seed=0)
    terminated = False
    while not terminated:
        _, reward, terminated, truncated, info = env.step(np.array([0.2, 1.0], np.float32))
        assert not truncated
    assert reward < 0.1
    assert not info["is_success"]


def test_a_world_whose_task_has_no_goals_is_refused(goal_env):
    with pytest.raises(UnknownNameError, match=r"no goals are known.*'push'.*lane_follow, reach"):
        goal_env("push")
