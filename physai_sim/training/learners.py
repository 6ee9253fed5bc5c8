"""The learners of the examples and of the bench: worlds, algorithms and settings put together."""

from __future__ import annotations

import signal
from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from stable_baselines3 import PPO, SAC, HerReplayBuffer
from stable_baselines3.common.vec_env import DummyVecEnv, SubprocVecEnv, VecEnv

from physai_sim.core.config import WorldConfig
from physai_sim.training._learner_env import LearnerEnv
from physai_sim.training.flat_env import FlatEnv
from physai_sim.training.goal_env import GoalEnv
from physai_sim.training.goal_sight import GoalSight

# Worth of a reward one control step later. At 10 Hz, what comes in 3 s counts 0.4.
DISCOUNT = 0.97
# Control steps of PPO between two updates, over all copies of the world, and the parts that each
# update takes them in.
PPO_ROLLOUT, PPO_PARTS = 512, 4


def ppo(config: WorldConfig, *, seed: int, processes: int) -> PPO:
    """Proximal policy optimisation from the flat state.

    Args:
        config: The world.
        seed: Of everything that is drawn.
        processes: Copies of the world that step at once, each in a process of its own; 1 steps
            in this process. At most 64.
    """
    torch.set_num_threads(1)  # layers this small are slower when they are shared out
    batch = PPO_ROLLOUT // PPO_PARTS // processes * processes
    return PPO(
        "MlpPolicy",
        vector_of(partial(FlatEnv, config, discount=DISCOUNT), processes),
        n_steps=batch // processes * PPO_PARTS,
        batch_size=batch,
        n_epochs=10,
        learning_rate=1e-3,
        gamma=DISCOUNT,
        policy_kwargs={"net_arch": [64, 64], "log_std_init": -1.0},
        seed=seed,
        device="cpu",  # so small a network is slower on a GPU
    )


def sac_her(config: WorldConfig, *, seed: int) -> SAC:
    """Soft actor-critic with hindsight experience replay: told its goal, it learns from others.

    Args:
        config: The world; `goals.goals_of` says what a goal is there.
        seed: Of everything that is drawn.

    Source: Andrychowicz et al. (2017), "Hindsight Experience Replay"; strategy "future".
    """
    torch.set_num_threads(1)
    # Replay asks the environment for rewards, so it must be near.
    env = GoalEnv(config)
    goals = env.goals
    replay = {"n_sampled_goal": goals.replays, "goal_selection_strategy": "future"}
    return SAC(
        "MultiInputPolicy",
        vector_of(lambda: env, 1),
        replay_buffer_class=HerReplayBuffer,
        replay_buffer_kwargs=replay,
        buffer_size=200_000,
        learning_starts=500,
        batch_size=256,
        learning_rate=1e-3,
        tau=0.02,
        gamma=DISCOUNT,
        ent_coef=f"auto_{goals.curiosity}",
        policy_kwargs={"net_arch": [64, 64], "features_extractor_class": GoalSight},
        seed=seed,
        device="cpu",  # so small a network is slower on a GPU
    )


def vector_of(make: Callable[[], LearnerEnv[Any]], processes: int) -> VecEnv:
    """Copies of an environment as Stable-Baselines3 steps them.

    Args:
        make: Makes one; it is sent to the processes.
        processes: How many; 1 stays in this process.
    """
    if processes == 1:
        return DummyVecEnv([make])
    return SubprocVecEnv([partial(_in_process, make)] * processes)


def _in_process(make: Callable[[], LearnerEnv[Any]]) -> LearnerEnv[Any]:
    """Ctrl-C reaches every process of a terminal; only the learner's answers to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return make()


def close(learner: PPO | SAC) -> None:
    """Close the environments of a learner that has learned; what was cut short ends by itself."""
    envs = learner.get_env()
    assert envs is not None, "learners are made with their environments"
    envs.close()
