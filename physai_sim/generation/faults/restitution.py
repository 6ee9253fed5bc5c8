"""Things bounce too high."""

from __future__ import annotations

from typing import ClassVar

from physai_sim.generation.faults._filming import clip_of, filmed
from physai_sim.generation.faults._subject import subject_of
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.variation.appearance import changed
from physai_sim.generation.variation.physics import physics

RESTITUTION = 0.95


class Restitution(Fault):
    """What moves most has a restitution of 0.95; everything follows from that in the engine."""

    name: ClassVar[str] = "restitution"
    caught_by: ClassVar[str] = "dynamics"
    world: ClassVar[str] = "falling_ball"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base; it draws nothing."""
        del seed
        body = subject_of(truth, self.name)
        wish = physics(f"scene.bodies.{body}.restitution={RESTITUTION}")
        return clip_of(self.name, truth, filmed(truth, changed(truth.source, wish)))
