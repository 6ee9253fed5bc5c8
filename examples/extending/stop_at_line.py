"""Bring what stands on a tool to a line, upright."""

from __future__ import annotations

import math

import numpy as np
from gymnasium import spaces

from physai_sim.core.config import ComponentConfig
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import Array, Pose, rotation_matrix
from physai_sim.core.scene_config import Positive
from physai_sim.tasks.base import Stage, Task, TaskFacts, tolerance

STANDSTILL_MPS = 0.02
FARTHEST_M = 10.0


class StopAtLineConfig(ComponentConfig):
    """Who drives, what it carries, where the line may lie, and what counts."""

    robot: str
    cargo: str
    line: str
    distance_m: tuple[Positive, Positive]
    success_distance_m: Positive = 0.02
    max_tilt_rad: Positive = 0.6


class StopAtLine(Task[StopAtLineConfig]):
    """Stop at a line with a load on the tool.

    Start: the load on the middle of the tool; the line drawn uniformly along the robot's x axis.
    Observation: privileged `gap_m`, from the tool to the line along that axis.
    Action: the robot's.
    Reward: 1 at the line, falling off smoothly with the gap.
    End: success at standstill within the success distance; failure "toppled" of the load.
    """

    Config = StopAtLineConfig

    def check(self, stage: Stage) -> None:
        """See the base."""
        robot = stage.robot(self.config.robot, where="task.robot")
        if robot.end_effector_pose() is None:
            what, expected = "this robot has no tool", "one that carries something"
            raise ConfigError(what, where="task.robot", got=robot.name, expected=expected)
        for key in ("cargo", "line"):
            if (name := getattr(self.config, key)) not in stage.world.bodies:
                known = stage.world.bodies
                raise UnknownNameError("no such body", where=f"task.{key}", got=name, known=known)

    def reset(self, stage: Stage, rng: np.random.Generator) -> None:
        """See the base."""
        bodies, tool = stage.world.bodies, self._tool(stage)
        height = bodies[self.config.cargo].info.size_m[2]
        bodies[self.config.cargo].reset_base(tool.compose(Pose((0.0, 0.0, height / 2))))
        self._line_m = float(rng.uniform(*self.config.distance_m))
        base = bodies[self.config.robot].base_pose()
        bodies[self.config.line].reset_base(base.compose(Pose((self._line_m, 0.0, 0.0))))

    def reward(self, stage: Stage) -> float:
        """See the base."""
        near = self.config.success_distance_m
        return tolerance(abs(self._gap_m(stage)), low=0.0, high=near, margin=0.5)

    def is_success(self, stage: Stage) -> bool:
        """See the base."""
        _, speeds = stage.robots[self.config.robot].body.joint_states()
        stands = bool(np.abs(speeds).max() < STANDSTILL_MPS)
        return stands and abs(self._gap_m(stage)) <= self.config.success_distance_m

    def failure(self, stage: Stage) -> str | None:
        """See the base."""
        pose = stage.world.bodies[self.config.cargo].base_pose()
        upright = rotation_matrix(pose.rotation_xyzw)[2, 2]
        return "toppled" if upright < math.cos(self.config.max_tilt_rad) else None

    def privileged(self, stage: Stage) -> dict[str, Array]:
        """See the base."""
        return {"gap_m": np.array([self._gap_m(stage)])}

    def privileged_space(self, stage: Stage) -> dict[str, spaces.Box]:
        """See the base."""
        del stage
        return {"gap_m": spaces.Box(-FARTHEST_M, FARTHEST_M, (1,), np.float64)}

    def facts(self, stage: Stage) -> TaskFacts:
        """See the base."""
        line = stage.world.bodies[self.config.line].base_pose()
        return TaskFacts(goal={self.config.line: line.position_m})

    def _tool(self, stage: Stage) -> Pose:
        pose = stage.robots[self.config.robot].end_effector_pose()
        assert pose is not None, "checked before the first episode"
        return pose

    def _gap_m(self, stage: Stage) -> float:
        base = stage.robots[self.config.robot].body.base_pose()
        return self._line_m - base.inverse().compose(self._tool(stage)).position_m[0]
