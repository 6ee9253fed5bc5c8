"""The picture lies beside where it should."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from physai_sim.generation.faults._filming import clip_of
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth

# Of the picture's width: 10 pixels of 128.
SHARE = 10 / 128


class Shift(Fault):
    """Every frame is shifted to the right by 10 pixels of 128; its left edge is drawn out."""

    name: ClassVar[str] = "shift"
    caught_by: ClassVar[str] = "control_fidelity"
    world: ClassVar[str] = "pick_place"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base; it draws nothing."""
        del seed
        columns = np.arange(truth.camera.width_px)
        by = round(SHARE * truth.camera.width_px)
        return clip_of(self.name, truth, truth.rgb[:, :, np.maximum(columns - by, 0)])
