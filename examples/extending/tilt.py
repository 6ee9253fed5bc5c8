"""How far a body leans over."""

from __future__ import annotations

import math

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.geometry import rotation_matrix
from physai_sim.core.types import SensorSpec
from physai_sim.sensors.base import Sensor, SensorConfig, body_of
from physai_sim.sensors.noise import NoiseConfig, VectorNoise
from physai_sim.simulation.world import World


class TiltConfig(SensorConfig):
    """Which body, and the error of the angle."""

    body: str
    noise: NoiseConfig = NoiseConfig()


class Tilt(Sensor[TiltConfig]):
    """Angle between a body's own z axis and the vertical [rad], shape (1,)."""

    Config = TiltConfig

    def spec(self, world: World) -> SensorSpec:
        """See the base."""
        body = body_of(world, self.config.body, sensor=self.name)
        return SensorSpec(
            name=self.name,
            kind="numbers",
            rate_hz=self.rate_hz,
            body=self.config.body,
            frame=body.base_link,
            shape=(1,),
            names=("tilt_rad",),
        )

    def space(self, world: World) -> spaces.Box:
        """See the base."""
        return spaces.Box(0.0, math.pi, (1,), np.float64)

    def reset(self, rng: np.random.Generator) -> None:
        """See the base."""
        super().reset(rng)
        self._noise = VectorNoise(self.config.noise, 1, rng)

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base."""
        pose = world.bodies[self.config.body].base_pose()
        upright = rotation_matrix(pose.rotation_xyzw)[2, 2]
        exact = np.array([math.acos(min(max(upright, -1.0), 1.0))])
        return np.clip(self._noise.apply(exact, world), 0.0, math.pi)
