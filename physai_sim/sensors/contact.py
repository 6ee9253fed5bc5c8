"""Whether a robot touches something, and how hard."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.strict import StrictModel
from physai_sim.core.types import SensorSpec
from physai_sim.sensors.base import Sensor, SensorConfig, body_of
from physai_sim.sensors.noise import NoiseConfig, VectorNoise
from physai_sim.simulation.contacts import contacts_of
from physai_sim.simulation.world import World

MAX_FORCE_N = 1e7


class ContactNoise(StrictModel):
    """Error of the force; the count is exact."""

    force_n: NoiseConfig = NoiseConfig()


class ContactConfig(SensorConfig):
    """Which robot, what it may touch without notice, and the errors."""

    robot: str
    ignore: tuple[str, ...] = ("ground",)
    noise: ContactNoise = ContactNoise()


class Contact(Sensor[ContactConfig]):
    """Number of link pairs in contact and the sum of their normal forces [N], shape (2,)."""

    Config = ContactConfig

    def spec(self, world: World) -> SensorSpec:
        """See the base."""
        body = body_of(world, self.config.robot, sensor=self.name)
        return SensorSpec(
            name=self.name,
            kind="contact",
            rate_hz=self.rate_hz,
            body=self.config.robot,
            frame=body.base_link,
            shape=(2,),
            names=("pairs", "force_n"),
        )

    def space(self, world: World) -> spaces.Box:
        """See the base."""
        return spaces.Box(np.zeros(2), np.array([1e3, MAX_FORCE_N]), dtype=np.float64)

    def reset(self, rng: np.random.Generator) -> None:
        """See the base."""
        super().reset(rng)
        self._noise = VectorNoise(self.config.noise.force_n, 1, rng)

    def read(self, world: World) -> NDArray[np.generic]:
        """See the base."""
        body = world.bodies[self.config.robot]
        found = [c for c in contacts_of(world, body) if c.body_b not in self.config.ignore]
        exact = np.array([sum((c.force_n for c in found), 0.0)])
        force = np.clip(self._noise.apply(exact, world), 0.0, MAX_FORCE_N)
        return np.array([float(len(found)), force[0]])
