"""Positions and velocities of a robot's joints."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.types import SensorSpec
from physai_sim.sensors.base import Sensor, SensorConfig, body_of
from physai_sim.simulation.world import World

# A joint without limits turns on and on: its angle is bounded only by the length of an episode.
UNLIMITED = 1e6
MAX_SPEED = 1e3


class JointStateConfig(SensorConfig):
    """Which robot's joints."""

    robot: str


class JointState(Sensor[JointStateConfig]):
    """Positions, then velocities, of all movable joints [rad or m, per second], shape (2J,)."""

    Config = JointStateConfig

    def spec(self, world: World) -> SensorSpec:
        """See the base."""
        joints = tuple(body_of(world, self.config.robot, sensor=self.name).joints)
        return SensorSpec(
            name=self.name,
            kind="joint_state",
            rate_hz=self.rate_hz,
            body=self.config.robot,
            frame="",
            shape=(2 * len(joints),),
            names=joints,
        )

    def space(self, world: World) -> spaces.Box:
        """See the base."""
        count = len(body_of(world, self.config.robot, sensor=self.name).joints)
        high = np.repeat([UNLIMITED, MAX_SPEED], count)
        return spaces.Box(-high, high, dtype=np.float64)

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base."""
        return np.concatenate(world.bodies[self.config.robot].joint_states())
