"""A satellite receiver: where its antenna is on Earth, with errors."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray
from pydantic import Field

from physai_sim.core.geodesy import TangentPlane
from physai_sim.core.strict import StrictModel
from physai_sim.core.types import SensorSpec
from physai_sim.sensors.base import Sensor, SensorConfig
from physai_sim.sensors.mount import PlaceConfig, mount_pose, mount_spec
from physai_sim.sensors.noise import NoiseConfig, VectorNoise
from physai_sim.simulation.world import World

FARTHEST_M = 1e5
# No place of a world is farther from the tangent plane's origin than this; see FARTHEST_M.
MAX_ALTITUDE_M = 2e5


class OriginConfig(StrictModel):
    """Where the origin of `map` lies on Earth (WGS 84); x of `map` is east and y north there."""

    latitude_deg: Annotated[float, Field(ge=-90.0, le=90.0)]
    longitude_deg: Annotated[float, Field(ge=-180.0, le=180.0)]
    altitude_m: Annotated[float, Field(ge=-1e4, le=MAX_ALTITUDE_M / 4)] = 0.0


class GnssNoise(StrictModel):
    """Errors to the east and north, and up; a walk is the slow wander of a receiver's fix."""

    horizontal_m: NoiseConfig = NoiseConfig()
    vertical_m: NoiseConfig = NoiseConfig()


class GnssConfig(SensorConfig):
    """Where the antenna is fixed, where on Earth that is, and the errors."""

    mount: PlaceConfig
    origin: OriginConfig
    noise: GnssNoise = GnssNoise()


class Gnss(Sensor[GnssConfig]):
    """Latitude [deg], longitude [deg] and altitude above the ellipsoid [m], shape (3,).

    The world's `map` frame is the plane that touches the ellipsoid at the origin, exactly, so
    that far away the altitude of level ground grows, as it does on Earth.
    """

    Config = GnssConfig

    def __init__(self, name: str, config: GnssConfig) -> None:
        super().__init__(name, config)
        origin = config.origin
        self._plane = TangentPlane(origin.latitude_deg, origin.longitude_deg, origin.altitude_m)

    def spec(self, world: World) -> SensorSpec:
        """See the base."""
        mount, noise = mount_spec(world, self.config.mount, sensor=self.name), self.config.noise
        parts = (noise.horizontal_m, noise.horizontal_m, noise.vertical_m)
        return SensorSpec(
            name=self.name,
            kind="gnss",
            rate_hz=self.rate_hz,
            body=mount.parent.partition("/")[0],
            frame=f"{self.name}_frame",
            shape=(3,),
            names=("latitude_deg", "longitude_deg", "altitude_m"),
            mount=mount,
            variances=tuple(part.variance for part in parts),
        )

    def space(self, world: World) -> spaces.Box:
        """See the base."""
        high = np.array([90.0, 180.0, MAX_ALTITUDE_M])
        return spaces.Box(-high, high, dtype=np.float64)

    def reset(self, rng: np.random.Generator) -> None:
        """See the base; the parts have streams of their own."""
        super().reset(rng)
        noise, streams = self.config.noise, rng.spawn(2)
        self._horizontal = VectorNoise(noise.horizontal_m, 2, streams[0])
        self._vertical = VectorNoise(noise.vertical_m, 1, streams[1])

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base."""
        exact = np.asarray(mount_pose(world, self.config.mount, sensor=self.name).position_m)
        place = np.concatenate(
            [self._horizontal.apply(exact[:2], world), self._vertical.apply(exact[2:], world)]
        )
        return np.array(self._plane.geodetic(np.clip(place, -FARTHEST_M, FARTHEST_M)))
