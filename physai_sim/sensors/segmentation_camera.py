"""A camera that sees which body and which link each pixel shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.types import SensorSpec
from physai_sim.rendering import choice
from physai_sim.rendering.camera import camera_spec
from physai_sim.rendering.labelling import link_labels, numbered
from physai_sim.sensors.base import Sensor
from physai_sim.sensors.rgb_camera import CameraConfig, camera_sensor_spec
from physai_sim.simulation.world import World


class SegmentationCamera(Sensor[CameraConfig]):
    """Number of the body and of its link at each pixel, shape (H, W, 2), int32.

    Bodies are numbered from 1 in the world's order, and the links of each from 1, its base first;
    0 is nothing. The names are in `SensorSpec.labels`, and in a bag on `<name>/labels` as JSON.
    """

    Config = CameraConfig

    def __init__(self, name: str, config: CameraConfig) -> None:
        super().__init__(name, config)
        self._camera = camera_spec(config, config.mount)

    def spec(self, world: World) -> SensorSpec:
        """See the base."""
        shape = (self.config.height_px, self.config.width_px, 2)
        plain = camera_sensor_spec(self.name, self.config, kind="segmentation", shape=shape)
        links = link_labels(world)
        return replace(plain, names=("body", "link"), labels=links)

    def space(self, world: World) -> spaces.Box:
        """See the base."""
        most_links = max((len(body.link_names) for body in world.bodies.values()), default=0)
        high = np.empty((self.config.height_px, self.config.width_px, 2), dtype=np.int32)
        high[..., 0], high[..., 1] = len(world.bodies), most_links
        return spaces.Box(np.zeros_like(high), high, dtype=np.int32)

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base."""
        return numbered(world, choice.render(world, self._camera).segmentation)
