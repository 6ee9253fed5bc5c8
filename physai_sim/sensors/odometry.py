"""Where a robot is and how it moves, as wheel or visual odometry would tell it."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.geometry import Pose, rotation_matrix
from physai_sim.core.types import SensorSpec
from physai_sim.sensors.base import Sensor, SensorConfig, body_of
from physai_sim.simulation.world import World

FARTHEST_M = 1e5
MAX_SPEED = 1e3


class OdometryConfig(SensorConfig):
    """Which robot."""

    robot: str


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
        )

    def space(self, world: World) -> spaces.Box:
        """See the base."""
        high = np.array([FARTHEST_M] * 3 + [1.0 + 1e-9] * 4 + [MAX_SPEED] * 6)
        return spaces.Box(-high, high, dtype=np.float64)

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base."""
        state = world.bodies[self.config.robot].state()
        return odometry_vector(state.pose_in_world, state.linear_mps, state.angular_radps)


def odometry_vector(
    pose: Pose, linear_mps: tuple[float, ...], angular_radps: tuple[float, ...]
) -> NDArray[np.float64]:
    """Pose with the twist turned from the world frame into the body's own, shape (13,)."""
    to_body = rotation_matrix(pose.rotation_xyzw).T
    return np.concatenate(
        [pose.position_m, pose.rotation_xyzw, to_body @ linear_mps, to_body @ angular_radps]
    )
