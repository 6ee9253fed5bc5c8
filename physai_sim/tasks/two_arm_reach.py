"""Two arms side by side, each of which reaches for its own ball."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from gymnasium import spaces
from pydantic import model_validator

from physai_sim.core.config import ComponentConfig
from physai_sim.core.geometry import Array
from physai_sim.core.scene_config import Name, Positive
from physai_sim.simulation.contacts import touches
from physai_sim.tasks.base import Stage, Task, TaskFacts
from physai_sim.tasks.reach import Reach, ReachConfig, TargetConfig


class TwoArmReachConfig(ComponentConfig):
    """Both arms by name, each with its target, and what must not be touched."""

    arms: Mapping[Name, TargetConfig]
    success_distance_m: Positive = 0.02
    forbidden: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_two_arms(self) -> TwoArmReachConfig:
        if len(self.arms) != 2:
            raise ValueError(f"arms must name two robots, got {', '.join(self.arms) or 'none'}")
        return self


class TwoArmReach(Task[TwoArmReachConfig]):
    """Reach with two arms at once, each for its own ball.

    Task: bring the tool of each arm to its own target, both at one time.
    Start: the arms at home; each target anywhere in its box, uniformly.
    Observation: privileged `NAME_target_position_m` and `NAME_tool_position_m` for each arm,
        world frame.
    Action: both arms', joined in the order of the world file.
    Reward: mean of both; 1 within the success distance, falling off smoothly.
    End: success when both are within the distance; failure "collision" on touching what is
        forbidden, or each other.
    """

    Config = TwoArmReachConfig

    def __init__(self, config: TwoArmReachConfig) -> None:
        super().__init__(config)
        self._parts = {name: Reach(self._part_config(name)) for name in config.arms}

    def _part_config(self, name: str) -> ReachConfig:
        part, config = self.config.arms[name], self.config
        return ReachConfig(
            model="reach",
            robot=name,
            **part.model_dump(),
            success_distance_m=config.success_distance_m,
            forbidden=config.forbidden,
        )

    def check(self, stage: Stage) -> None:
        """See the base."""
        for part in self._parts.values():
            part.check(stage)

    def reset(self, stage: Stage, rng: np.random.Generator) -> None:
        """See the base."""
        for part in self._parts.values():
            part.reset(stage, rng)

    def reward(self, stage: Stage) -> float:
        """See the base."""
        return sum(part.reward(stage) for part in self._parts.values()) / len(self._parts)

    def is_success(self, stage: Stage) -> bool:
        """See the base."""
        return all(self.conditions(stage).values())

    def failure(self, stage: Stage) -> str | None:
        """See the base."""
        left, right = (stage.world.bodies[name] for name in self._parts)
        if touches(stage.world, left, right):
            return "collision"
        return next(filter(None, (part.failure(stage) for part in self._parts.values())), None)

    def conditions(self, stage: Stage) -> dict[str, bool]:
        """See the base."""
        parts = self._parts.items()
        return {f"{name}_tool_at_target": part.is_success(stage) for name, part in parts}

    def privileged(self, stage: Stage) -> dict[str, Array]:
        """See the base."""
        parts = {name: part.privileged(stage) for name, part in self._parts.items()}
        return {f"{name}_{key}": v for name, part in parts.items() for key, v in part.items()}

    def privileged_space(self, stage: Stage) -> dict[str, spaces.Box]:
        """See the base."""
        parts = {name: part.privileged_space(stage) for name, part in self._parts.items()}
        return {f"{name}_{key}": v for name, part in parts.items() for key, v in part.items()}

    def facts(self, stage: Stage) -> TaskFacts:
        """See the base."""
        goals = [part.facts(stage).goal for part in self._parts.values()]
        return TaskFacts(goal={name: point for goal in goals for name, point in goal.items()})
