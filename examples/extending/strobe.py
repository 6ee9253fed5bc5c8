"""A lamp that does not hold its light."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth

SHARE = 0.9


class Strobe(Fault):
    """Each second frame has 0.9 of its brightness; the seed says whether the first one has."""

    name: ClassVar[str] = "strobe"
    caught_by: ClassVar[str] = "flicker"
    world: ClassVar[str] = "falling_ball"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base."""
        if len(truth.rgb) < 3:
            what = "too few frames to flicker"
            raise ConfigError(what, where=self.name, got=len(truth.rgb), expected="at least 3")
        first = int(np.random.default_rng(seed).integers(2))
        frames = truth.rgb.copy()
        frames[first::2] = (frames[first::2] * SHARE).astype(np.uint8)
        return Clip(f"{truth.source.name} with {self.name}", truth.hz, frames)
