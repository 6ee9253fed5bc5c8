"""An inertial measurement unit."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array, rotation_matrix
from physai_sim.core.strict import StrictModel
from physai_sim.core.timing import NS_PER_S
from physai_sim.core.truth import BodyState
from physai_sim.core.types import SensorSpec
from physai_sim.sensors.base import Sensor, SensorConfig
from physai_sim.sensors.mount import WORLD, PlaceConfig, carrier, mount_spec
from physai_sim.sensors.noise import DriftConfig, NoiseConfig, VectorNoise
from physai_sim.simulation.link_motion import link_state
from physai_sim.simulation.world import World

MAX_ACCELERATION_MPS2 = 1e5
MAX_RATE_RADPS = 1e4


class ImuNoise(StrictModel):
    """Errors of its three parts."""

    orientation_rad: DriftConfig = DriftConfig()
    angular_radps: NoiseConfig = NoiseConfig()
    acceleration_mps2: NoiseConfig = NoiseConfig()


class ImuConfig(SensorConfig):
    """Where it is fixed, and its errors."""

    mount: PlaceConfig
    noise: ImuNoise = ImuNoise()


class Imu(Sensor[ImuConfig]):
    """Orientation, angular velocity and specific force, shape (10,).

    Quaternion xyzw of the sensor's frame in the world; angular velocity [rad/s] and specific
    force [m/s^2] in the sensor's frame. Specific force is acceleration less gravity: +9.81 on z
    at rest (REP-145).

    The acceleration is the change of velocity since the last reading divided by the time between
    them, as a real sensor integrates over its period: the blow of one physics step counts with
    its impulse, not with its peak. The first reading of an episode has no change to tell and
    gives gravity alone.
    """

    Config = ImuConfig

    def spec(self, world: World) -> SensorSpec:
        """See the base."""
        mount = mount_spec(world, self.config.mount, sensor=self.name)
        if mount.parent == WORLD:
            where = f"sensors.{self.name}.mount.parent"
            raise ConfigError("an imu must ride on a body", where=where, known=world.bodies)
        noise = self.config.noise
        parts = (noise.orientation_rad, noise.angular_radps, noise.acceleration_mps2)
        return SensorSpec(
            name=self.name,
            kind="imu",
            rate_hz=self.rate_hz,
            body=mount.parent.partition("/")[0],
            frame=f"{self.name}_frame",
            shape=(10,),
            mount=mount,
            variances=tuple(part.variance for part in parts for _ in range(3)),
        )

    def space(self, world: World) -> spaces.Box:
        """See the base."""
        high = np.repeat([1.0 + 1e-9, MAX_RATE_RADPS, MAX_ACCELERATION_MPS2], [4, 3, 3])
        return spaces.Box(-high, high, dtype=np.float64)

    def reset(self, rng: np.random.Generator) -> None:
        """See the base; the three parts have streams of their own."""
        super().reset(rng)
        noise, streams = self.config.noise, rng.spawn(3)
        self._turn = VectorNoise(noise.orientation_rad, 3, streams[0])
        self._rate = VectorNoise(noise.angular_radps, 3, streams[1])
        self._force = VectorNoise(noise.acceleration_mps2, 3, streams[2])
        self._before: tuple[int, Array] | None = None
        self._now: tuple[int, Array] | None = None

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base."""
        state = self._state(world)
        to_sensor = rotation_matrix(state.pose_in_world.rotation_xyzw).T
        acceleration = self._acceleration(world, np.asarray(state.linear_mps))
        force = to_sensor @ (acceleration - np.asarray(world.scene.gravity_mps2))
        rate = to_sensor @ np.asarray(state.angular_radps)
        return np.concatenate(
            [
                self._turn.turn(state.pose_in_world.rotation_xyzw, world),
                np.clip(self._rate.apply(rate, world), -MAX_RATE_RADPS, MAX_RATE_RADPS),
                np.clip(
                    self._force.apply(force, world), -MAX_ACCELERATION_MPS2, MAX_ACCELERATION_MPS2
                ),
            ]
        )

    def _state(self, world: World) -> BodyState:
        """Pose of the sensor's frame and velocity of its origin, in the world frame."""
        found = carrier(world, self.config.mount, sensor=self.name)
        if found is None:  # refused by `spec`
            return BodyState(self.config.mount.pose(), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
        state = link_state(*found)
        pose = state.pose_in_world.compose(self.config.mount.pose())
        lever = np.subtract(pose.position_m, state.pose_in_world.position_m)
        x, y, z = np.asarray(state.linear_mps) + np.cross(state.angular_radps, lever)
        return BodyState(pose, (float(x), float(y), float(z)), state.angular_radps)

    def _acceleration(self, world: World, velocity: Array) -> Array:
        """Mean acceleration since the last reading, world frame, shape (3,) [m/s^2]."""
        if self._now is None or self._now[0] != world.time_ns:
            self._before = self._now
        self._now = (world.time_ns, velocity)
        if self._before is None:
            return np.zeros(3)
        elapsed_s = (world.time_ns - self._before[0]) / NS_PER_S
        mean: Array = (velocity - self._before[1]) / elapsed_s
        return mean
