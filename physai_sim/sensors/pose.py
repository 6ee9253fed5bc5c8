"""Where a robot is in the world and how it is turned, with errors."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.strict import StrictModel
from physai_sim.core.types import SensorSpec
from physai_sim.messages.topics import MAP_FRAME
from physai_sim.sensors.base import Sensor, SensorConfig, body_of
from physai_sim.sensors.noise import DriftConfig, NoiseConfig, VectorNoise
from physai_sim.simulation.world import World

FARTHEST_M = 1e5


class PoseNoise(StrictModel):
    """Errors of position along x and y, along z, and of orientation; all in the world frame."""

    horizontal_m: NoiseConfig = NoiseConfig()
    vertical_m: NoiseConfig = NoiseConfig()
    orientation_rad: DriftConfig = DriftConfig()


class PoseSensorConfig(SensorConfig):
    """Which robot, and the errors."""

    robot: str
    noise: PoseNoise = PoseNoise()


class Pose(Sensor[PoseSensorConfig]):
    """Position (x, y, z) [m] and quaternion xyzw of the base link in `map`, shape (7,).

    Its message is a geometry_msgs/PoseWithCovarianceStamped, which localisation filters take as it
    is. `gnss` tells latitude and longitude.
    """

    Config = PoseSensorConfig

    def spec(self, world: World) -> SensorSpec:
        """See the base."""
        body_of(world, self.config.robot, sensor=self.name)
        noise = self.config.noise
        parts = [noise.horizontal_m] * 2 + [noise.vertical_m]
        turns = (noise.orientation_rad.variance,) * 3
        return SensorSpec(
            name=self.name,
            kind="pose",
            rate_hz=self.rate_hz,
            body=self.config.robot,
            frame=MAP_FRAME,
            shape=(7,),
            variances=(*(part.variance for part in parts), *turns),
        )

    def space(self, world: World) -> spaces.Box:
        """See the base."""
        high = np.repeat([FARTHEST_M, 1.0 + 1e-9], [3, 4])
        return spaces.Box(-high, high, dtype=np.float64)

    def reset(self, rng: np.random.Generator) -> None:
        """See the base; the parts have streams of their own."""
        super().reset(rng)
        noise, streams = self.config.noise, rng.spawn(3)
        self._horizontal = VectorNoise(noise.horizontal_m, 2, streams[0])
        self._vertical = VectorNoise(noise.vertical_m, 1, streams[1])
        self._turn = VectorNoise(noise.orientation_rad, 3, streams[2])

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base."""
        pose = world.bodies[self.config.robot].base_pose()
        exact = np.asarray(pose.position_m)
        place = np.concatenate(
            [self._horizontal.apply(exact[:2], world), self._vertical.apply(exact[2:], world)]
        )
        turned = self._turn.turn(pose.rotation_xyzw, world)
        return np.concatenate([np.clip(place, -FARTHEST_M, FARTHEST_M), turned])
