"""Plays a network that was trained, from ground truth and sensors."""

from __future__ import annotations

from pathlib import Path

from physai_sim.core.errors import ConfigError
from physai_sim.core.features import action_of
from physai_sim.core.network import Network
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation


class Trained:
    """Plays the network in a file: `--policy trained:FILE`, the policy.npz of a training.

    Args:
        file: Path of the file.

    Raises:
        ConfigError: If no file is named, or it holds no network.
    """

    needs_privileged = True

    def __init__(self, file: str = "") -> None:
        if not file:
            expected = "trained:FILE, with the policy.npz of a training"
            raise ConfigError("which network?", where="--policy", got="trained", expected=expected)
        self._file, self._network = file, Network.load(Path(file))

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Learn the limits of the action; a network draws no random numbers.

        Raises:
            ConfigError: If the network commands another number of values.
        """
        del seed
        wanted = len(spec.action_low)
        if self._network.size != wanted:
            raise ConfigError(
                f"this network ({self._network.config.made_by}) commands another robot",
                where=self._file,
                got=self._network.size,
                expected=f"{wanted} values",
            )
        self._spec = spec

    def infer(self, observation: Observation) -> ActionChunk:
        """One action: the network's answer within the limits.

        Raises:
            ConfigError: If the observation lacks what the network was trained with.
        """
        answer = self._network({**observation.sensors, **(observation.privileged or {})})
        action = action_of(answer, self._spec.action_low, self._spec.action_high)
        return ActionChunk(observation.stamp_ns, self._spec.control_hz, action[None, :])
