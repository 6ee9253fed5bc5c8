"""How a network looks at a goal: where it is, and how far it is from there to what is wanted."""

from __future__ import annotations

import torch
from gymnasium import spaces
from stable_baselines3.common.torch_layers import BaseFeaturesExtractor

from physai_sim.training.goals import WAY_GAIN


class GoalSight(BaseFeaturesExtractor):
    """Joins what is achieved, the way from it to what is desired, and the rest.

    A network that is given both goals side by side must first learn to subtract them, and does so
    to a few centimetres only after tens of thousands of steps. `Goals.seen` is the same in NumPy.

    Args:
        space: Of a GoalEnv.
    """

    def __init__(self, space: spaces.Dict) -> None:
        super().__init__(space, sum(spaces.flatdim(part) for part in space.values()))

    def forward(self, observations: dict[str, torch.Tensor]) -> torch.Tensor:
        """Features of B observations, shape (B, 2G + N)."""
        achieved, desired = observations["achieved_goal"], observations["desired_goal"]
        way = WAY_GAIN * (desired - achieved)
        return torch.cat([achieved, way, observations["observation"]], dim=1)
