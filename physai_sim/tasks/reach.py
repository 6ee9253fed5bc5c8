"""Bring the tool of an arm to a target."""

from __future__ import annotations

import math

import numpy as np
from gymnasium import spaces
from pydantic import model_validator

from physai_sim.core.config import ComponentConfig
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import Array, Pose
from physai_sim.core.scene_config import Positive, Vector
from physai_sim.core.strict import StrictModel
from physai_sim.simulation.contacts import touches
from physai_sim.tasks.base import Stage, Task, TaskFacts, tolerance

WORKSPACE_M = 10.0


class TargetConfig(StrictModel):
    """What is reached for, and where it may stand."""

    target: str
    target_low_m: Vector
    target_high_m: Vector

    @model_validator(mode="after")
    def _spans_a_box(self) -> TargetConfig:
        if any(a > b for a, b in zip(self.target_low_m, self.target_high_m, strict=True)):
            raise ValueError(
                f"target_low_m {self.target_low_m} must not exceed "
                f"target_high_m {self.target_high_m}"
            )
        return self


class ReachConfig(TargetConfig, ComponentConfig):
    """Who reaches, how near, and what must not be touched."""

    robot: str
    success_distance_m: Positive = 0.02
    forbidden: tuple[str, ...] = ()


class Reach(Task[ReachConfig]):
    """Reach for a ball that floats above a table.

    Task: bring the point between the finger tips to the target.
    Start: the arm at home; the target anywhere in a box, uniformly.
    Observation: privileged `target_position_m` and `tool_position_m`, world frame.
    Action: the arm's.
    Reward: 1 within the success distance, falling off smoothly with the distance.
    End: success within the distance; failure "collision" on touching what is forbidden.
    """

    Config = ReachConfig

    def check(self, stage: Stage) -> None:
        """See the base."""
        where = "task"
        robot = stage.robot(self.config.robot, where=f"{where}.robot")
        if robot.end_effector_pose() is None:
            raise ConfigError(
                "this robot has no tool", where=f"{where}.robot", got=robot.name, expected="an arm"
            )
        for name in (self.config.target, *self.config.forbidden):
            if name not in stage.world.bodies:
                raise UnknownNameError(
                    "no such body", where=where, got=name, known=stage.world.bodies
                )

    def reset(self, stage: Stage, rng: np.random.Generator) -> None:
        """See the base."""
        x, y, z = rng.uniform(self.config.target_low_m, self.config.target_high_m).tolist()
        self._target_m = (x, y, z)
        self._seen: tuple[tuple[int, int], tuple[float, float, float]] | None = None
        stage.world.bodies[self.config.target].reset_base(Pose((x, y, z)))

    def reward(self, stage: Stage) -> float:
        """See the base."""
        near = self.config.success_distance_m
        return tolerance(self._distance_m(stage), low=0.0, high=near, margin=0.3)

    def is_success(self, stage: Stage) -> bool:
        """See the base."""
        return all(self.conditions(stage).values())

    def failure(self, stage: Stage) -> str | None:
        """See the base."""
        bodies = stage.world.bodies
        arm = bodies[self.config.robot]
        hit = any(touches(stage.world, arm, bodies[name]) for name in self.config.forbidden)
        return "collision" if hit else None

    def conditions(self, stage: Stage) -> dict[str, bool]:
        """See the base."""
        near = self.config.success_distance_m
        return {"tool_at_target": self._distance_m(stage) <= near}

    def privileged(self, stage: Stage) -> dict[str, Array]:
        """See the base."""
        return {
            "target_position_m": np.array(self._target_m),
            "tool_position_m": np.array(self._tool_m(stage)),
        }

    def privileged_space(self, stage: Stage) -> dict[str, spaces.Box]:
        """See the base."""
        del stage
        box = spaces.Box(-WORKSPACE_M, WORKSPACE_M, (3,), np.float64)
        return {"target_position_m": box, "tool_position_m": box}

    def facts(self, stage: Stage) -> TaskFacts:
        """See the base."""
        del stage
        return TaskFacts(goal={self.config.target: self._target_m})

    def _tool_m(self, stage: Stage) -> tuple[float, float, float]:
        """Where the tool is, asked of the engine once for each instant."""
        instant = (stage.world.generation, stage.world.step_index)
        if self._seen is None or self._seen[0] != instant:
            pose = stage.robots[self.config.robot].end_effector_pose()
            assert pose is not None, "checked before the first episode"
            self._seen = (instant, pose.position_m)
        return self._seen[1]

    def _distance_m(self, stage: Stage) -> float:
        return math.dist(self._tool_m(stage), self._target_m)
