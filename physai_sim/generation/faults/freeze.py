"""Everything stands still from a frame on."""

from __future__ import annotations

from typing import ClassVar

from physai_sim.generation.faults._filming import clip_of
from physai_sim.generation.faults._subject import onset
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth


class Freeze(Fault):
    """One frame in the second quarter of the film is shown until its end."""

    name: ClassVar[str] = "freeze"
    caught_by: ClassVar[str] = "state_error"
    world: ClassVar[str] = "falling_ball"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base."""
        first, frames = onset(truth, seed, self.name), truth.rgb.copy()
        frames[first:] = frames[first]
        return clip_of(self.name, truth, frames)
