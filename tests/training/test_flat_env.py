"""The flat environment is a proper one, and pays for success what waiting would bring."""

import warnings

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from physai_sim.core.config import load_world
from physai_sim.envs.robot_task_env import RobotTaskEnv
from physai_sim.training.flat_env import FlatEnv


@pytest.fixture
def flat():
    opened = []

    def make(world, *settings, discount=0.9):
        opened.append(FlatEnv(load_world(world, settings), discount=discount))
        return opened[-1]

    yield make
    for env in opened:
        env.close()


@pytest.mark.parametrize("world", ["reach", "lane_curve", "push"])
def test_gymnasium_finds_nothing_to_complain_of(flat, world):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(flat(world), skip_render_check=True)


def test_the_same_seed_and_actions_bring_the_same_numbers(flat):
    env = flat("reach")
    rng = np.random.default_rng(0)
    actions = rng.uniform(-1, 1, (6, 7)).astype(np.float32)
    runs = []
    for _ in range(2):
        seen = [env.reset(seed=3)[0]]
        steps = [env.step(action) for action in actions]
        runs.append(([*seen, *(s[0] for s in steps)], [s[1] for s in steps]))
    np.testing.assert_array_equal(runs[0][0], runs[1][0])
    assert runs[0][1] == runs[1][1]


def test_actions_between_minus_one_and_one_are_the_limits_of_the_robot(flat):
    env, plain = flat("reach"), RobotTaskEnv("reach")
    env.reset(seed=0)
    plain.reset(seed=0)
    _, reward, *_ = env.step(np.ones(7, np.float32))
    _, expected, *_ = plain.step(plain.action_space.high)
    plain.close()
    assert reward == expected


def _drive_to_the_target(env):
    """Rewards of an episode that goes straight for the target, and what its end was like."""
    seen, _ = env.reset(seed=5)
    rewards = []
    while True:
        action = np.zeros(7, np.float32)
        action[:3] = np.clip(seen[:3], -1, 1)  # the way, 1 being 0.1 m
        seen, reward, terminated, truncated, info = env.step(action)
        rewards.append((reward, info["task_reward"]))
        if terminated or truncated:
            return rewards, terminated, truncated, info


def test_success_is_worth_a_reward_of_one_for_ever_after(flat):
    rewards, terminated, truncated, info = _drive_to_the_target(flat("reach", discount=0.9))
    assert (terminated, truncated, info["is_success"]) == (True, False, True)
    *before, (last, own) = rewards
    assert all(reward == task for reward, task in before)
    assert own == 1.0
    assert last == pytest.approx(1.0 + 0.9 / 0.1)


def test_an_episode_out_of_time_is_truncated_and_earns_its_reward_alone(flat):
    env = flat("reach", "time_limit_s=0.3")
    env.reset(seed=0)
    for _ in range(3):
        _, reward, terminated, truncated, info = env.step(np.zeros(7, np.float32))
    assert (terminated, truncated, info["outcome"]) == (False, True, "time_limit")
    assert reward == info["task_reward"] < 1.0


def test_an_episode_that_fails_is_terminated_and_earns_its_reward_alone(flat):
    env = flat("lane_curve")
    env.reset(seed=0)
    terminated = False
    while not terminated:
        _, reward, terminated, truncated, info = env.step(np.array([0.2, 1.0], np.float32))
        assert not truncated
    assert not info["is_success"]
    assert reward == info["task_reward"]
