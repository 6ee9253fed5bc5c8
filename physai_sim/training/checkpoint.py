"""The whole state of a learner as plain arrays in one file: nothing in it is run when read.

Stable-Baselines3's own files hold code (cloudpickle), so they are neither written nor read here:
a learner is made anew from its settings, then filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from stable_baselines3 import HerReplayBuffer
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.off_policy_algorithm import OffPolicyAlgorithm

from physai_sim.core.arrays import read_arrays, write_arrays
from physai_sim.core.errors import ConfigError
from physai_sim.training.history import History

Arrays = dict[str, NDArray[Any]]
# What a replay buffer holds for each transition, beside the two dictionaries of observations.
_ROWS = ("actions", "rewards", "dones", "timeouts", "ep_start", "ep_length")
_SIDES = ("observations", "next_observations")


def save_checkpoint(path: Path, learner: BaseAlgorithm, history: History) -> None:
    """Write weights, optimisers, replay and history, under a temporary name first.

    Raises:
        MachineError: If there is no space, or the place is not writable.
    """
    arrays = dict(_flat("learner", learner.get_parameters()))
    for name in _variables(learner):
        arrays[f"variable/{name}"] = getattr(learner, name).detach().numpy()
    buffer = _buffer(learner)
    if buffer is not None:
        arrays.update(_replay(buffer))
    arrays["history/rows"] = history.table()
    arrays["history/spent"] = np.array([history.steps, history.seconds, learner._n_updates])
    write_arrays(path, arrays)


def load_checkpoint(path: Path, learner: BaseAlgorithm) -> History:
    """Fill a learner that was just made with the settings of the one that was saved.

    Returns:
        The history until then.

    Raises:
        ConfigError: If the file is damaged, or of a learner that was made otherwise.
    """
    arrays = read_arrays(path)
    try:
        _fill(learner, arrays)
        steps, seconds, updates = arrays["history/spent"].tolist()
        rows = [tuple(row) for row in arrays["history/rows"].tolist()]
    except (KeyError, ValueError, RuntimeError) as error:
        raise ConfigError(
            "this checkpoint is of another learner", where=str(path), got=str(error)
        ) from None
    learner.num_timesteps, learner._n_updates = int(steps), int(updates)
    return History(int(steps), float(seconds), rows)


def _fill(learner: BaseAlgorithm, arrays: Mapping[str, NDArray[Any]]) -> None:
    # Named for what it is: Stable-Baselines3 declares less than it takes.
    states: dict[str, Any] = {
        name: _state(part, arrays, f"learner/{name}/")
        for name, part in learner.get_parameters().items()
    }
    learner.set_parameters(states)
    for name in _variables(learner):
        getattr(learner, name).data.copy_(torch.from_numpy(arrays[f"variable/{name}"]))
    buffer = _buffer(learner)
    if buffer is not None:
        _refill(buffer, arrays)


def _flat(prefix: str, tree: Mapping[Any, Any]) -> Iterator[tuple[str, NDArray[Any]]]:
    """Every tensor of nested dictionaries under the path that leads to it."""
    for key, value in tree.items():
        name = f"{prefix}/{key}"
        if isinstance(value, Mapping):
            yield from _flat(name, value)
        elif isinstance(value, torch.Tensor):
            yield name, value.detach().cpu().numpy()


def _state(
    fresh: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], prefix: str
) -> dict[str, Any]:
    """The state of a module or an optimiser, shaped as a fresh one and filled with what was saved.

    An optimiser's settings are those it was made with; only what it has gathered is saved.
    """
    if "param_groups" not in fresh:
        return {key: torch.from_numpy(arrays[prefix + key]) for key in fresh}
    gathered: dict[int, dict[str, torch.Tensor]] = {}
    start = f"{prefix}state/"
    for name, array in arrays.items():
        if name.startswith(start):
            index, _, key = name.removeprefix(start).partition("/")
            gathered.setdefault(int(index), {})[key] = torch.from_numpy(array)
    return {"state": gathered, "param_groups": fresh["param_groups"]}


def _variables(learner: BaseAlgorithm) -> list[str]:
    """Names of tensors beside modules and optimisers: SAC's temperature."""
    return list(learner._get_torch_save_params()[1])


def _buffer(learner: BaseAlgorithm) -> HerReplayBuffer | None:
    if not isinstance(learner, OffPolicyAlgorithm):
        return None
    buffer = learner.replay_buffer
    assert isinstance(buffer, HerReplayBuffer), "the only replay that learners here use"
    return buffer


def _replay(buffer: HerReplayBuffer) -> Arrays:
    """Only what is filled; the place to write next is saved with it."""
    count = buffer.buffer_size if buffer.full else buffer.pos
    arrays = {f"replay/{name}": getattr(buffer, name)[:count] for name in _ROWS}
    for side in _SIDES:
        for key, rows in getattr(buffer, side).items():
            arrays[f"replay/{side}/{key}"] = rows[:count]
    arrays["replay/place"] = np.array([buffer.pos, int(buffer.full)])
    arrays["replay/begin"] = buffer._current_ep_start
    return arrays


def _refill(buffer: HerReplayBuffer, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Put replay back; the episode that was under way counts as cut off there."""
    for name in _ROWS:
        saved = arrays[f"replay/{name}"]
        getattr(buffer, name)[: len(saved)] = saved
    for side in _SIDES:
        for key, rows in getattr(buffer, side).items():
            saved = arrays[f"replay/{side}/{key}"]
            rows[: len(saved)] = saved
    buffer.pos, full = arrays["replay/place"].tolist()
    buffer.full = bool(full)
    buffer._current_ep_start[:] = arrays["replay/begin"]
    _cut_off(buffer)


def _cut_off(buffer: HerReplayBuffer) -> None:
    for index in np.flatnonzero(buffer._current_ep_start != buffer.pos):
        buffer.dones[buffer.pos - 1, index] = buffer.timeouts[buffer.pos - 1, index] = 1.0
        buffer._compute_episode_length(int(index))
