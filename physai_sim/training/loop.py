"""Lets a learner of Stable-Baselines3 learn within a budget, with checkpoints on the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.callbacks import BaseCallback

from physai_sim.training.checkpoint import load_checkpoint, save_checkpoint
from physai_sim.training.history import History

UNLIMITED_STEPS = 2**62
OnProgress = Callable[[History], None]


@dataclass(frozen=True, slots=True)
class Budget:
    """When a training ends: at the first of the two, over all its parts.

    Args:
        minutes: Wall time spent on learning [min].
        steps: Control steps over all copies of the world; None for no limit.
    """

    minutes: float
    steps: int | None = None

    def is_spent(self, history: History) -> bool:
        """Whether nothing is left."""
        steps = UNLIMITED_STEPS if self.steps is None else self.steps
        return history.steps >= steps or history.seconds >= 60.0 * self.minutes


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """Where the state of a learner is kept while it learns.

    Args:
        file: It is read first, if it is there, and written on the way.
        every_s: Wall time between two writings [s]: what a kill costs at most.
        on_progress: Called after each.
    """

    file: Path
    every_s: float = 60.0
    on_progress: OnProgress = lambda history: None


def learn(learner: BaseAlgorithm, budget: Budget, checkpoints: Checkpoints) -> History:
    """Learn until the budget is spent; go on from a checkpoint where there is one.

    Args:
        learner: Just made; its environments are those of `learners.vector_of`.
        budget: When to end.
        checkpoints: Where its state is kept.

    Returns:
        What happened, over all parts of the training.

    Raises:
        ConfigError: If the checkpoint is damaged or of another learner.
        MachineError: If a checkpoint cannot be written.
        KeyboardInterrupt: With the last checkpoint as it was.
    """
    history = History()
    if checkpoints.file.is_file():
        history = load_checkpoint(checkpoints.file, learner)
        # Else the episodes of the first part would be played again.
        learner.set_random_seed((learner.seed or 0) + history.steps)
    if not budget.is_spent(history):
        keeper = _Keeper(history, budget, checkpoints)
        learner.learn(UNLIMITED_STEPS - history.steps, keeper, reset_num_timesteps=False)
        keeper.keep()
    return history


class _Keeper(BaseCallback):
    """Notes every episode, keeps checkpoints, and ends the training."""

    def __init__(self, history: History, budget: Budget, checkpoints: Checkpoints) -> None:
        super().__init__()
        self._history, self._budget, self._checkpoints = history, budget, checkpoints
        self._begin_s = time.monotonic() - history.seconds
        self._kept_s = history.seconds

    def keep(self) -> None:
        """Write a checkpoint and tell."""
        save_checkpoint(self._checkpoints.file, self.model, self._history)
        self._kept_s = self._history.seconds
        self._checkpoints.on_progress(self._history)

    def _on_training_start(self) -> None:
        self._rewards = np.zeros(self.training_env.num_envs)
        self._lengths = np.zeros(self.training_env.num_envs, np.int64)

    def _on_rollout_start(self) -> None:
        """Between updates, where the weights are whole."""
        self._tick()
        if self._history.seconds - self._kept_s >= self._checkpoints.every_s:
            self.keep()

    def _on_step(self) -> bool:
        self._tick()
        infos, dones = self.locals["infos"], self.locals["dones"]
        self._rewards += [info["task_reward"] for info in infos]
        self._lengths += 1
        for index in np.flatnonzero(dones):
            self._note(int(index), success=float(infos[index]["is_success"]))
        return not self._budget.is_spent(self._history)

    def _note(self, index: int, *, success: float) -> None:
        length = int(self._lengths[index])
        reward = float(self._rewards[index]) / length
        history = self._history
        row = (float(history.steps), history.seconds, success, reward, float(length))
        history.rows.append(row)
        self._rewards[index], self._lengths[index] = 0.0, 0

    def _tick(self) -> None:
        self._history.steps = self.num_timesteps
        self._history.seconds = time.monotonic() - self._begin_s
