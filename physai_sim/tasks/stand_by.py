"""Keep an arm still while what was let loose comes to rest."""

from __future__ import annotations

import math

import numpy as np
from gymnasium import spaces

from physai_sim.core.config import ComponentConfig
from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array
from physai_sim.core.scene_config import Positive
from physai_sim.simulation.body import Body
from physai_sim.simulation.contacts import contacts_of, touches
from physai_sim.tasks.base import Stage, Task, tolerance

# A body that lies under gravity and is touched by nothing that moves stays well below both.
REST_MPS, REST_RADPS = 0.01, 0.1
# Speed at which a body still earns a tenth of its reward.
MARGIN_MPS = 1.0
# Beyond any speed and way that the engine can come to; what is faster counts as this fast.
MOST = 1000.0


class StandByConfig(ComponentConfig):
    """Who stands by, and how far its tool may stray from where it was at the start."""

    robot: str
    still_m: Positive = 0.01


class StandBy(Task[StandByConfig]):
    """Keep an arm still while the bodies of the scene move, until they rest.

    Task: move nothing and touch nothing.
    Start: the arm at home; every other body as the world file has it, with its velocity.
    Observation: privileged `speeds_mps` of all bodies that can move, and `tool_moved_m`, the
        way of the tool from its start in the world frame.
    Action: the arm's.
    Reward: mean over the bodies that can move; 1 at rest, falling off smoothly with the speed.
    End: success when all of them rest on something; failure "moved" when the tool strays, and
        "touched" when the arm touches one of them.
    """

    Config = StandByConfig

    def check(self, stage: Stage) -> None:
        """See the base."""
        robot = stage.robot(self.config.robot, where="task.robot")
        if robot.end_effector_pose() is None:
            raise ConfigError(
                "this robot has no tool", where="task.robot", got=robot.name, expected="an arm"
            )
        if not self._loose(stage):
            raise ConfigError(
                "no body can move here", where="scene.bodies", expected="one with a mass_kg"
            )

    def reset(self, stage: Stage, rng: np.random.Generator) -> None:
        """See the base."""
        del rng
        self._start_m = self._tool_m(stage)

    def reward(self, stage: Stage) -> float:
        """See the base."""
        speeds = self._speeds_mps(stage)
        parts = [tolerance(v, low=0.0, high=REST_MPS, margin=MARGIN_MPS) for v in speeds]
        return sum(parts) / len(parts)

    def is_success(self, stage: Stage) -> bool:
        """See the base."""
        return all(self.conditions(stage).values())

    def failure(self, stage: Stage) -> str | None:
        """See the base."""
        arm = stage.world.bodies[self.config.robot]
        if any(touches(stage.world, arm, body) for body in self._loose(stage)):
            return "touched"
        moved_m = math.dist(self._start_m, self._tool_m(stage))
        return "moved" if moved_m > self.config.still_m else None

    def conditions(self, stage: Stage) -> dict[str, bool]:
        """See the base: each body that can move at rest."""
        return {f"{body.name}_at_rest": _rests(stage, body) for body in self._loose(stage)}

    def privileged(self, stage: Stage) -> dict[str, Array]:
        """See the base."""
        found = {
            "speeds_mps": np.array(self._speeds_mps(stage)),
            "tool_moved_m": np.subtract(self._tool_m(stage), self._start_m),
        }
        return {name: np.clip(value, -MOST, MOST) for name, value in found.items()}

    def privileged_space(self, stage: Stage) -> dict[str, spaces.Box]:
        """See the base."""
        count = len(self._loose(stage))
        return {
            "speeds_mps": spaces.Box(0.0, MOST, (count,), np.float64),
            "tool_moved_m": spaces.Box(-MOST, MOST, (3,), np.float64),
        }

    def _loose(self, stage: Stage) -> list[Body]:
        """The bodies that can move and are no robots."""
        bodies = stage.world.bodies.values()
        return [body for body in bodies if not body.is_fixed and body.name not in stage.robots]

    def _speeds_mps(self, stage: Stage) -> list[float]:
        return [math.hypot(*body.state().linear_mps) for body in self._loose(stage)]

    def _tool_m(self, stage: Stage) -> tuple[float, float, float]:
        pose = stage.robots[self.config.robot].end_effector_pose()
        assert pose is not None, "checked before the first episode"
        return pose.position_m


def _rests(stage: Stage, body: Body) -> bool:
    """Whether a body lies still on something: at the top of its flight it is as slow."""
    state = body.state()
    still = math.hypot(*state.linear_mps) < REST_MPS
    still = still and math.hypot(*state.angular_radps) < REST_RADPS
    return still and bool(contacts_of(stage.world, body))
