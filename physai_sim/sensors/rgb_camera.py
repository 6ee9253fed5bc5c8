"""A colour camera."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.scene_config import ImageConfig, MountConfig, NotNegative
from physai_sim.core.strict import StrictModel
from physai_sim.core.types import SensorKind, SensorSpec
from physai_sim.rendering import choice
from physai_sim.rendering.camera import camera_spec
from physai_sim.sensors.base import Sensor, SensorConfig
from physai_sim.sensors.noise import PixelNoise
from physai_sim.simulation.world import World


class CameraConfig(SensorConfig, ImageConfig):
    """Rate, size, lens and mount."""

    mount: MountConfig


class RgbNoise(StrictModel):
    """White noise of each colour of each pixel, in steps of 8-bit images; then rounded."""

    sigma_levels: NotNegative = 0.0


class RgbConfig(CameraConfig):
    """As every camera, with errors."""

    noise: RgbNoise = RgbNoise()


class RgbCamera(Sensor[RgbConfig]):
    """Colour images, shape (H, W, 3), uint8."""

    Config = RgbConfig

    def __init__(self, name: str, config: RgbConfig) -> None:
        super().__init__(name, config)
        self._camera = camera_spec(config, config.mount)

    def spec(self, world: World) -> SensorSpec:
        """See the base."""
        shape = (self.config.height_px, self.config.width_px, 3)
        return camera_sensor_spec(self.name, self.config, kind="rgb", shape=shape)

    def space(self, world: World) -> spaces.Box:
        """See the base."""
        shape = (self.config.height_px, self.config.width_px, 3)
        return spaces.Box(0, 255, shape, np.uint8)

    def reset(self, rng: np.random.Generator) -> None:
        """See the base."""
        super().reset(rng)
        shape = (self.config.height_px, self.config.width_px, 3)
        self._noise = PixelNoise(shape, rng)

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base."""
        image: NDArray[np.uint8] = choice.render(world, self._camera).rgb
        if self.config.noise.sigma_levels == 0.0:
            copied: NDArray[np.uint8] = image.copy()
            return copied
        white, _ = self._noise.draw(world)
        noisy = np.round(image + self.config.noise.sigma_levels * white)
        return np.clip(noisy, 0, 255).astype(np.uint8)


def camera_sensor_spec(
    name: str, config: CameraConfig, *, kind: SensorKind, shape: tuple[int, ...]
) -> SensorSpec:
    """Spec of a camera; its frame is its own optical frame (REP-103)."""
    return SensorSpec(
        name=name,
        kind=kind,
        rate_hz=config.rate_hz,
        body=config.mount.parent.partition("/")[0],
        frame=f"{name}_optical_frame",
        shape=shape,
        camera=camera_spec(config, config.mount),
    )
