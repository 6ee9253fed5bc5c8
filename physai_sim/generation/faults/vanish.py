"""A body is gone for some frames."""

from __future__ import annotations

from typing import ClassVar

from physai_sim.generation.faults._filming import Retouch, clip_of, hidden, retouched
from physai_sim.generation.faults._subject import onset, subject_of
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth

FRAMES = 8


class Vanish(Fault):
    """What moves most is not drawn for 8 frames, nor is its shadow."""

    name: ClassVar[str] = "vanish"
    caught_by: ClassVar[str] = "permanence"
    world: ClassVar[str] = "falling_ball"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base."""
        body = subject_of(truth, self.name)
        first = onset(truth, seed, self.name, lasts=FRAMES)
        without = Retouch(hidden(body))
        times = dict.fromkeys(range(first, first + FRAMES), without)
        return clip_of(self.name, truth, retouched(truth, times))
