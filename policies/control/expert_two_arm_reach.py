"""Reaches with every arm for its own target, from ground truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation
from policies.control.expert_reach import ExpertReach


class ExpertTwoArmReach:
    """One reaching expert for each arm; their actions are joined in the order of the robots."""

    needs_privileged = True

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Give each arm an expert of its own.

        Raises:
            ConfigError: If a robot does not take end-effector deltas.
        """
        self._hz = spec.control_hz
        self._experts: dict[str, ExpertReach] = {}
        for name, robot in spec.robots.items():
            self._experts[name] = ExpertReach()
            self._experts[name].reset(spec=replace(spec, robots={name: robot}), seed=seed)

    def infer(self, observation: Observation) -> ActionChunk:
        """One action: a step of each arm towards its target."""
        truth = observation.privileged
        assert truth is not None, "needs_privileged is set"
        parts = []
        for name, expert in self._experts.items():
            own = {key: truth[f"{name}_{key}"] for key in ("target_position_m", "tool_position_m")}
            parts.append(expert.infer(replace(observation, privileged=own)).actions)
        return ActionChunk(observation.stamp_ns, self._hz, np.concatenate(parts, axis=1))
