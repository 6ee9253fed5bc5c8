"""A car that stands where it is."""

from __future__ import annotations

import re

import numpy as np

from physai_sim.core.config import ComponentConfig
from physai_sim.core.scene_config import PoseConfig, Rgba
from physai_sim.roads.network import RoadNetwork
from physai_sim.robots.sedan import URDF, Sedan, SedanConfig
from physai_sim.simulation.scratch import scratch_file
from physai_sim.simulation.world import World
from physai_sim.traffic.base import RoadUser


class ParkedCarConfig(ComponentConfig):
    """Where it stands, by the centre of its rear axle, and its colour."""

    pose: PoseConfig
    paint_rgba: Rgba | None = None


class ParkedCar(RoadUser[ParkedCarConfig]):
    """A sedan that nobody drives; it does not give way when it is hit."""

    Config = ParkedCarConfig

    def check(self, roads: RoadNetwork | None) -> None:
        """See the base: it stands anywhere."""
        del roads

    def load(self, world: World) -> None:
        """See the base."""
        config = SedanConfig(model="sedan", paint_rgba=self.config.paint_rgba)
        model = Sedan(self.name, config, control_hz=self.control_hz).model_file()
        text = _jointless(model.read_text(encoding="utf-8"))
        self.body = world.load_urdf(
            scratch_file(text, suffix=".urdf"),
            name=self.name,
            pose=self.config.pose.pose(),
            category="vehicle",
            fixed=True,
        )

    def reset(self, world: World, rng: np.random.Generator) -> None:
        """See the base."""
        del world, rng

    def act(self, world: World) -> None:
        """See the base."""
        del world


def _jointless(urdf: str) -> str:
    """The same model with every joint fixed: wheels that never turn need no physics."""
    urdf = re.sub('type="(revolute|continuous)"', 'type="fixed"', urdf)
    return urdf.replace('filename="meshes/', f'filename="{URDF.parent}/meshes/')
