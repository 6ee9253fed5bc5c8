"""A critic that only looks whether anything happens."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from physai_sim.generation.critics.base import Critic, Critique
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth

SEEN_LEVELS = 10  # of 255: what differs by less is noise of the video


class Lively(Critic):
    """The larger the share of frames in which something moves, the better; 5 is all of them."""

    name: ClassVar[str] = "lively"
    needs_truth: ClassVar[bool] = False

    def judge(self, clip: Clip, truth: Truth | None, prompt: str = "") -> Critique:
        """See the base; neither the truth nor the words are looked at."""
        del truth, prompt
        if len(clip.frames) < 2:
            return Critique(None, ("one frame shows no motion",))
        steps = zip(clip.frames[:-1].astype(int), clip.frames[1:].astype(int), strict=True)
        share = float(np.mean([np.abs(b - a).max() > SEEN_LEVELS for a, b in steps]))
        told = f"something moves in {share:.0%} of the frames"
        return Critique(1 + round(4 * share), (told,), facts={"moving_share": share})
