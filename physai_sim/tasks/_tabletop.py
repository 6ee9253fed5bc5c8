"""What tasks that move cubes about on a table share: strewn starts, places, rest, and drops."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar, TypeVar

import numpy as np
from gymnasium import spaces

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import Array, Pose, from_rpy, rotation_matrix
from physai_sim.core.scene_config import Vector
from physai_sim.simulation.body import Body
from physai_sim.simulation.contacts import touches
from physai_sim.tasks._tabletop_config import TabletopConfig
from physai_sim.tasks.base import Stage, Task, TaskFacts, tolerance

WORKSPACE_M = 10.0
# A cube that lies on a table under a motionless arm stays well below both.
REST_MPS, REST_RADPS = 0.01, 0.1
# Below the table's top by this much, a cube has left the table.
DROP_M = 0.05
# Distance from its place at which a cube still earns a tenth of the reward.
MARGIN_M = 0.3
TRIES = 10_000


ConfigT = TypeVar("ConfigT", bound=TabletopConfig)


class Tabletop(Task[ConfigT]):
    """Base of the tasks in which an arm brings each cube to its place.

    At the start the strewn bodies lie anywhere in a rectangle, uniformly, with a gap between
    their centres. The task is done when every cube is at its place, at rest and let go.

    Attributes:
        needs_gripper: Whether cubes must be gripped to be moved.
    """

    needs_gripper: ClassVar[bool] = True

    @abstractmethod
    def _cubes(self) -> tuple[str, ...]:
        """The bodies to be moved."""

    @abstractmethod
    def _strewn(self) -> tuple[str, ...]:
        """The bodies whose place at the start is random."""

    @abstractmethod
    def _places_m(self, stage: Stage) -> list[Vector]:
        """Where the centre of each cube belongs now, in the world [m]."""

    def check(self, stage: Stage) -> None:
        """See the base."""
        robot = stage.robot(self.config.robot, where="task.robot")
        if robot.end_effector_pose() is None:
            raise ConfigError(
                "this robot has no tool", where="task.robot", got=robot.name, expected="an arm"
            )
        if self.needs_gripper and not robot.spec().has_gripper:
            what, expected = "this robot has no gripper", "an arm with a gripper"
            raise ConfigError(what, where="task.robot", got=robot.name, expected=expected)
        bodies = stage.world.bodies
        for name in (self.config.table, *self._cubes(), *self._strewn()):
            if name not in bodies:
                raise UnknownNameError("no such body", where="task", got=name, known=bodies)
        for name in self._cubes():
            if bodies[name].is_fixed:
                raise ConfigError(
                    "the arm is to move this body", where=f"scene.bodies.{name}.mass_kg", got=0.0
                )

    def reset(self, stage: Stage, rng: np.random.Generator) -> None:
        """See the base."""
        names, config = self._strewn(), self.config
        for name, (x, y) in zip(names, self._strewn_m(rng, len(names)), strict=True):
            body = stage.world.bodies[name]
            height = self._top_m(stage) + body.info.size_m[2] / 2
            turn = float(rng.uniform(-config.start_turn_rad, config.start_turn_rad))
            body.reset_base(Pose((x, y, height), from_rpy(0.0, 0.0, turn)))

    def reward(self, stage: Stage) -> float:
        """See the base."""
        near = self.config.success_distance_m
        misses = self._misses_m(stage)
        parts = [tolerance(miss, low=0.0, high=near, margin=MARGIN_M) for miss in misses]
        return sum(parts) / len(parts)

    def is_success(self, stage: Stage) -> bool:
        """See the base."""
        return all(self.conditions(stage).values())

    def failure(self, stage: Stage) -> str | None:
        """See the base."""
        least = self._top_m(stage) - DROP_M
        lost = any(position[2] < least for position in self._positions_m(stage))
        return "dropped" if lost else None

    def conditions(self, stage: Stage) -> dict[str, bool]:
        """See the base: each cube at its place, at rest and let go."""
        near = self.config.success_distance_m
        cubes = zip(self._bodies(stage), self._misses_m(stage), strict=True)
        return {
            f"{body.name}_in_place": miss <= near and self._is_left(stage, body)
            for body, miss in cubes
        }

    def privileged(self, stage: Stage) -> dict[str, Array]:
        """See the base."""
        pose = stage.robots[self.config.robot].end_effector_pose()
        assert pose is not None, "checked before the first episode"
        across = rotation_matrix(pose.rotation_xyzw)[:, 1]
        yaws = [body.base_pose().yaw_rad for body in self._bodies(stage)]
        return {
            "tool_position_m": _bounded(pose.position_m),
            "grip_yaw_rad": np.array([math.atan2(across[1], across[0])]),
            "cubes_position_m": _bounded(self._positions_m(stage)),
            "cubes_yaw_rad": np.array(yaws),
            "cubes_size_m": np.array([body.info.size_m for body in self._bodies(stage)]),
            "places_position_m": _bounded(self._places_m(stage)),
            "table_height_m": np.array([self._top_m(stage)]),
        }

    def privileged_space(self, stage: Stage) -> dict[str, spaces.Box]:
        """See the base."""
        del stage
        count = len(self._cubes())
        points = ("cubes_position_m", "cubes_size_m", "places_position_m")
        return {
            "tool_position_m": _box(WORKSPACE_M, 3),
            "grip_yaw_rad": _box(math.pi, 1),
            "cubes_yaw_rad": _box(math.pi, count),
            "table_height_m": _box(WORKSPACE_M, 1),
            **{name: _box(WORKSPACE_M, count, 3) for name in points},
        }

    def facts(self, stage: Stage) -> TaskFacts:
        """See the base."""
        return TaskFacts(goal=dict(zip(self._cubes(), self._places_m(stage), strict=True)))

    def _misses_m(self, stage: Stage) -> list[float]:
        """How far each cube is from its place [m]."""
        pairs = zip(self._positions_m(stage), self._places_m(stage), strict=True)
        return [math.dist(here, there) for here, there in pairs]

    def _bodies(self, stage: Stage) -> list[Body]:
        return [stage.world.bodies[name] for name in self._cubes()]

    def _positions_m(self, stage: Stage) -> list[Vector]:
        return [body.base_pose().position_m for body in self._bodies(stage)]

    def _is_left(self, stage: Stage, body: Body) -> bool:
        """Whether a cube lies still and the arm has let go of it."""
        state = body.state()
        still = math.hypot(*state.linear_mps) < REST_MPS
        still = still and math.hypot(*state.angular_radps) < REST_RADPS
        return still and not touches(stage.world, stage.world.bodies[self.config.robot], body)

    def _top_m(self, stage: Stage) -> float:
        return top_m(stage.world.bodies[self.config.table])

    def _strewn_m(self, rng: np.random.Generator, count: int) -> list[list[float]]:
        """Places that keep the gap: drawn together again until they do, so none is favoured."""
        low, high = self.config.start_low_m, self.config.start_high_m
        for _ in range(TRIES):
            points = rng.uniform(low, high, (count, 2))
            apart = np.linalg.norm(points[:, None] - points[None], axis=2)
            if (apart[np.triu_indices(count, 1)] >= self.config.gap_m).all():
                return [[float(x), float(y)] for x, y in points]
        raise ConfigError(
            f"no room for {count} bodies between {low} and {high}",
            where="task.gap_m",
            got=self.config.gap_m,
        )


def top_m(body: Body) -> float:
    """Height of the upper side of an upright body [m]."""
    return body.base_pose().position_m[2] + body.info.size_m[2] / 2


def _bounded(points: Iterable[object]) -> Array:
    """Points within the declared space: a cube that was flung away counts as at its edge."""
    return np.clip(np.array(points, dtype=np.float64), -WORKSPACE_M, WORKSPACE_M)


def _box(limit: float, *shape: int) -> spaces.Box:
    return spaces.Box(-limit, limit, shape, np.float64)
