"""Whether the light of a film is steady."""

from __future__ import annotations

import numpy as np

from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth

# Frames are stored in whole levels, so a difference of less than one can be rounding.
MARGIN_LEVELS = 1.0


class Flicker(Measure):
    """How far the brightness of a frame is from the mean of its neighbours', at most.

    Light that grows or fades evenly does not count. `frame` tells where it is farthest.
    """

    name = "flicker"
    number = "C1"
    question = "Is the light of the film steady?"
    unit = "levels of 255"
    catches = ("strobe",)

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See the base."""
        del truth
        levels = sight.clip.frames.mean(axis=(1, 2, 3))
        if len(levels) < 3:
            return unknown("a film of fewer than three frames has no neighbours on both sides")
        off = np.abs(levels[1:-1] - (levels[:-2] + levels[2:]) / 2.0)
        return Score(float(off.max()), parts={"frame": int(off.argmax()) + 1})

    def limit(self, floor: float, truth: Truth) -> float:
        """One level more than the true film."""
        del truth
        return floor + MARGIN_LEVELS
