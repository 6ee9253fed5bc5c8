"""Drives so that nothing falls over."""

from __future__ import annotations

import numpy as np

from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation

SHARE_OF_LIMIT = 0.25
APPROACH = 0.3


class Gentle:
    """Closes the gap to the line at a quarter of the greatest speed, slower near the end."""

    needs_privileged = True

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Learn the limits; it draws no random numbers."""
        del seed
        self._high, self._hz = spec.action_high * SHARE_OF_LIMIT, spec.control_hz

    def infer(self, observation: Observation) -> ActionChunk:
        """One action: a share of the gap, within the limits."""
        assert observation.privileged is not None, "needs_privileged is set"
        step = np.clip(APPROACH * observation.privileged["gap_m"], -self._high, self._high)
        return ActionChunk(observation.stamp_ns, self._hz, step[None, :])
