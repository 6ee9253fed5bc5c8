"""A lidar: one ring is a planar scanner, several make a point cloud."""

from __future__ import annotations

import math
from typing import Annotated

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray
from pydantic import Field, model_validator

from physai_sim.core.geometry import rotation_matrix
from physai_sim.core.scene_config import NotNegative, Positive
from physai_sim.core.types import ScanSpec, SensorSpec
from physai_sim.sensors.base import Sensor, SensorConfig
from physai_sim.sensors.mount import PlaceConfig, carrier, mount_pose, mount_spec
from physai_sim.sensors.noise import RangeNoise, RangeNoiseConfig
from physai_sim.simulation.rays import cast_rays
from physai_sim.simulation.world import World

Elevation = Annotated[float, Field(gt=-math.pi / 2, lt=math.pi / 2)]
TOO_NEAR = 0.0


class LidarConfig(SensorConfig):
    """Where it is fixed, its rays, and its errors.

    Columns stand at equal angles from `angle_min_rad` to `angle_max_rad`, both included.
    """

    mount: PlaceConfig
    angle_min_rad: float
    angle_max_rad: float
    columns: Annotated[int, Field(ge=1, le=8192)]
    elevations_rad: Annotated[tuple[Elevation, ...], Field(min_length=1, max_length=256)] = (0.0,)
    min_range_m: NotNegative = 0.0
    max_range_m: Positive
    noise: RangeNoiseConfig = RangeNoiseConfig()

    @model_validator(mode="after")
    def _has_rays_that_differ(self) -> LidarConfig:
        span = self.angle_max_rad - self.angle_min_rad
        if not (0.0 < span < math.tau or (span == 0.0 and self.columns == 1)):
            last = self.angle_min_rad + math.tau * (self.columns - 1) / self.columns
            raise ValueError(
                f"angle_max_rad {self.angle_max_rad} must be more than angle_min_rad "
                f"{self.angle_min_rad} by less than a turn; the last of {self.columns} columns "
                f"of a full turn stands at {last:.6f}"
            )
        if self.min_range_m >= self.max_range_m:
            raise ValueError(
                f"min_range_m {self.min_range_m} must be less than max_range_m {self.max_range_m}"
            )
        return self

    def scan(self) -> ScanSpec:
        """The rays."""
        return ScanSpec(
            angle_min_rad=self.angle_min_rad,
            angle_max_rad=self.angle_max_rad,
            columns=self.columns,
            elevations_rad=self.elevations_rad,
            min_range_m=self.min_range_m,
            max_range_m=self.max_range_m,
        )


class Lidar(Sensor[LidarConfig]):
    """Range [m] and intensity of each ray, shape (R, N, 2), float32.

    R rings in the order of `elevations_rad`, N columns counter-clockwise. A range is `max_range_m`
    where nothing answers and 0 where something is nearer than `min_range_m`; messages say +Inf
    and -Inf (REP-117). The intensity is the cosine of the angle of incidence, in 0..1, as of a
    matt white surface; 0 where no range is measured. The body that carries the lidar is
    invisible to it, and so is what has no collision shape.
    """

    Config = LidarConfig

    def __init__(self, name: str, config: LidarConfig) -> None:
        super().__init__(name, config)
        self._directions = config.scan().directions().reshape(-1, 3)
        self._shape = (len(config.elevations_rad), config.columns)

    def spec(self, world: World) -> SensorSpec:
        """See the base."""
        mount = mount_spec(world, self.config.mount, sensor=self.name)
        return SensorSpec(
            name=self.name,
            kind="lidar",
            rate_hz=self.rate_hz,
            body=mount.parent.partition("/")[0],
            frame=f"{self.name}_frame",
            shape=(*self._shape, 2),
            names=("range_m", "intensity"),
            mount=mount,
            scan=self.config.scan(),
        )

    def space(self, world: World) -> spaces.Box:
        """See the base."""
        high = np.empty((*self._shape, 2), dtype=np.float32)
        high[..., 0], high[..., 1] = self.config.max_range_m, 1.0
        return spaces.Box(np.zeros_like(high), high, dtype=np.float32)

    def reset(self, rng: np.random.Generator) -> None:
        """See the base."""
        super().reset(rng)
        self._noise = RangeNoise(self.config.noise, self._shape, rng)

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base."""
        near, far = self.config.min_range_m, self.config.max_range_m
        pose = mount_pose(world, self.config.mount, sensor=self.name)
        directions = self._directions @ rotation_matrix(pose.rotation_xyzw).T
        start = np.broadcast_to(np.asarray(pose.position_m), directions.shape)
        found = carrier(world, self.config.mount, sensor=self.name)
        body = None if found is None else found[0]
        hits = cast_rays(world, start, start + far * directions, exclude=body)
        exact = (far * hits.fraction).reshape(self._shape)
        cosine = np.abs(np.sum(directions * hits.normal, axis=1)).reshape(self._shape)
        noisy = self._noise.apply(exact, world, lost_m=far)
        nothing = (exact >= far) | (noisy >= far)
        ranges = np.where(nothing, far, np.where(noisy < near, TOO_NEAR, noisy))
        intensity = np.where(nothing | (noisy < near), 0.0, np.clip(cosine, 0.0, 1.0))
        return np.stack([ranges, intensity], axis=-1).astype(np.float32)
