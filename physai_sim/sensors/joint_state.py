"""Positions and velocities of a robot's joints."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.strict import StrictModel
from physai_sim.core.types import SensorSpec
from physai_sim.sensors.base import Sensor, SensorConfig, body_of
from physai_sim.sensors.noise import NoiseConfig, VectorNoise
from physai_sim.simulation.world import World

# A joint without limits turns on and on: its angle is bounded only by the length of an episode.
UNLIMITED = 1e6
MAX_SPEED = 1e3


class JointNoise(StrictModel):
    """Errors of positions [rad or m] and velocities [rad/s or m/s]."""

    position: NoiseConfig = NoiseConfig()
    velocity: NoiseConfig = NoiseConfig()


class JointStateConfig(SensorConfig):
    """Which robot's joints, and the errors."""

    robot: str
    noise: JointNoise = JointNoise()


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

    def reset(self, rng: np.random.Generator) -> None:
        """See the base; the noise is made at the first reading, when the joints are known."""
        super().reset(rng)
        self._noises: tuple[VectorNoise, VectorNoise] | None = None

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base."""
        positions, velocities = world.bodies[self.config.robot].joint_states()
        if self._noises is None:
            noise, (first, second), size = self.config.noise, self.rng.spawn(2), len(positions)
            self._noises = (
                VectorNoise(noise.position, size, first),
                VectorNoise(noise.velocity, size, second),
            )
        place, speed = self._noises
        return np.concatenate(
            [
                np.clip(place.apply(positions, world), -UNLIMITED, UNLIMITED),
                np.clip(speed.apply(velocities, world), -MAX_SPEED, MAX_SPEED),
            ]
        )
