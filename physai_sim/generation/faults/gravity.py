"""Things fall too slowly."""

from __future__ import annotations

from typing import ClassVar

from physai_sim.generation.faults._filming import clip_of, filmed
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.variation.appearance import changed
from physai_sim.generation.variation.physics import physics

FACTOR = 0.85


class Gravity(Fault):
    """Gravity is 0.85 of what it was; everything follows from that in the engine."""

    name: ClassVar[str] = "gravity"
    caught_by: ClassVar[str] = "dynamics"
    world: ClassVar[str] = "falling_ball"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base; it draws nothing."""
        del seed
        pull = [FACTOR * part for part in concrete(truth.source).scene.gravity_mps2]
        source = changed(truth.source, physics(f"scene.gravity_mps2={pull}"))
        return clip_of(self.name, truth, filmed(truth, source))
