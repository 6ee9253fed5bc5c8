"""A thing falls through what should hold it."""

from __future__ import annotations

from typing import ClassVar

from physai_sim.generation.faults._filming import clip_of, filmed
from physai_sim.generation.faults._subject import subject_of
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.variation.appearance import changed
from physai_sim.generation.variation.physics import physics


class NoFloor(Fault):
    """What moves most collides with nothing, and so falls on through floors and tables."""

    name: ClassVar[str] = "no_floor"
    caught_by: ClassVar[str] = "contact"
    world: ClassVar[str] = "falling_ball"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base; it draws nothing."""
        del seed
        body = subject_of(truth, self.name)
        source = changed(truth.source, physics(f"scene.bodies.{body}.collides=false"))
        return clip_of(self.name, truth, filmed(truth, source))
