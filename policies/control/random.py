"""Draws its actions: what every other policy is compared with."""

from __future__ import annotations

import numpy as np

from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation


class Random:
    """Draws each action uniformly within its limits."""

    needs_privileged = False

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Learn the limits; equal seeds draw equal actions."""
        self._spec, self._rng = spec, np.random.default_rng(seed)

    def infer(self, observation: Observation) -> ActionChunk:
        """One action."""
        action = self._rng.uniform(self._spec.action_low, self._spec.action_high)
        return ActionChunk(observation.stamp_ns, self._spec.control_hz, action[None, :])
