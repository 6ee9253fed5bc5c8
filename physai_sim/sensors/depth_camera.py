"""A depth camera."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.types import SensorSpec
from physai_sim.rendering import tiny
from physai_sim.rendering.camera import camera_spec
from physai_sim.sensors.base import Sensor
from physai_sim.sensors.rgb_camera import CameraConfig, camera_sensor_spec
from physai_sim.simulation.world import World


class DepthCamera(Sensor[CameraConfig]):
    """Distance along the optical axis [m], shape (H, W), float32; at most `far_m`."""

    Config = CameraConfig

    def __init__(self, name: str, config: CameraConfig) -> None:
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

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base; infinity becomes `far_m`, since spaces must be finite."""
        depth = tiny.render(world, self._camera).depth_m
        return np.clip(depth, np.float32(0.0), np.float32(self.config.far_m))
