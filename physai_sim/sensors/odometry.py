"""Where a robot is and how it moves, as wheel or visual odometry would tell it."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.geometry import Pose, rotation_matrix
from physai_sim.core.strict import StrictModel
from physai_sim.core.types import SensorSpec
from physai_sim.sensors.base import Sensor, SensorConfig, body_of
from physai_sim.sensors.noise import DriftConfig, NoiseConfig, VectorNoise
from physai_sim.simulation.world import World

FARTHEST_M = 1e5
MAX_SPEED = 1e3


class OdometryNoise(StrictModel):
    """Errors of its four parts; a walk of position and orientation is the drift of odometry."""

    position_m: NoiseConfig = NoiseConfig()
    orientation_rad: DriftConfig = DriftConfig()
    linear_mps: NoiseConfig = NoiseConfig()
    angular_radps: NoiseConfig = NoiseConfig()

    def parts(self) -> tuple[DriftConfig, ...]:
        """In the order of the message's covariances."""
        return (self.position_m, self.orientation_rad, self.linear_mps, self.angular_radps)


class OdometryConfig(SensorConfig):
    """Which robot, and the errors."""

    robot: str
    noise: OdometryNoise = OdometryNoise()


class Odometry(Sensor[OdometryConfig]):
    """Pose of the base in the odom frame and its twist, shape (13,).

    Position (x, y, z) [m] and quaternion xyzw of the base link in `odom`; then linear [m/s] and
    angular [rad/s] velocity *in the base link's own frame* (nav_msgs/Odometry: the twist is in
    the child frame). `odom` starts where the world frame is.
    """

    Config = OdometryConfig

    def spec(self, world: World) -> SensorSpec:
        """See the base."""
        body = body_of(world, self.config.robot, sensor=self.name)
        return SensorSpec(
            name=self.name,
            kind="odometry",
            rate_hz=self.rate_hz,
            body=self.config.robot,
            frame=body.base_link,
            shape=(13,),
            variances=tuple(p.variance for p in self.config.noise.parts() for _ in range(3)),
        )

    def space(self, world: World) -> spaces.Box:
        """See the base."""
        high = np.array([FARTHEST_M] * 3 + [1.0 + 1e-9] * 4 + [MAX_SPEED] * 6)
        return spaces.Box(-high, high, dtype=np.float64)

    def reset(self, rng: np.random.Generator) -> None:
        """See the base; the four parts have streams of their own."""
        super().reset(rng)
        parts = self.config.noise.parts()
        pairs = zip(parts, rng.spawn(len(parts)), strict=True)
        self._place, self._turn, *self._twist = [VectorNoise(p, 3, own) for p, own in pairs]

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base."""
        state = world.bodies[self.config.robot].state()
        exact = odometry_vector(state.pose_in_world, state.linear_mps, state.angular_radps)
        linear, angular = self._twist
        return np.concatenate(
            [
                np.clip(self._place.apply(exact[:3], world), -FARTHEST_M, FARTHEST_M),
                self._turn.turn(state.pose_in_world.rotation_xyzw, world),
                np.clip(linear.apply(exact[7:10], world), -MAX_SPEED, MAX_SPEED),
                np.clip(angular.apply(exact[10:], world), -MAX_SPEED, MAX_SPEED),
            ]
        )


def odometry_vector(
    pose: Pose, linear_mps: tuple[float, ...], angular_radps: tuple[float, ...]
) -> NDArray[np.float64]:
    """Pose with the twist turned from the world frame into the body's own, shape (13,)."""
    to_body = rotation_matrix(pose.rotation_xyzw).T
    return np.concatenate(
        [pose.position_m, pose.rotation_xyzw, to_body @ linear_mps, to_body @ angular_radps]
    )
