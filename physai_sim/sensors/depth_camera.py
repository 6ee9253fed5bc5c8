"""A depth camera."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.types import SensorSpec
from physai_sim.rendering import choice
from physai_sim.rendering.camera import camera_spec
from physai_sim.sensors.base import Sensor
from physai_sim.sensors.noise import RangeNoise, RangeNoiseConfig
from physai_sim.sensors.rgb_camera import CameraConfig, camera_sensor_spec
from physai_sim.simulation.world import World


class DepthConfig(CameraConfig):
    """As every camera, with errors."""

    noise: RangeNoiseConfig = RangeNoiseConfig()


class DepthCamera(Sensor[DepthConfig]):
    """Distance along the optical axis [m], shape (H, W), float32.

    It is `far_m` where nothing is near enough, and 0 where the reading is lost; messages say +Inf
    and NaN (REP-118).
    """

    Config = DepthConfig

    def __init__(self, name: str, config: DepthConfig) -> None:
        super().__init__(name, config)
        self._camera = camera_spec(config, config.mount)

    def spec(self, world: World) -> SensorSpec:
        """See the base."""
        shape = (self.config.height_px, self.config.width_px)
        return camera_sensor_spec(self.name, self.config, kind="depth", shape=shape)

    def space(self, world: World) -> spaces.Box:
        """See the base."""
        shape = (self.config.height_px, self.config.width_px)
        return spaces.Box(0.0, self.config.far_m, shape, np.float32)

    def reset(self, rng: np.random.Generator) -> None:
        """See the base."""
        super().reset(rng)
        shape = (self.config.height_px, self.config.width_px)
        self._noise = RangeNoise(self.config.noise, shape, rng)

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base; infinity becomes `far_m`, since spaces must be finite."""
        exact, far = choice.render(world, self._camera).depth_m, np.float32(self.config.far_m)
        depth = self._noise.apply(exact, world, lost_m=0.0)
        return np.clip(depth, np.float32(0.0), far)
