"""Colours become stronger, chunk by chunk."""

from __future__ import annotations

from typing import ClassVar

import cv2
import numpy as np

from physai_sim.generation.faults._filming import Frames, clip_of
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.chunks import chunk_frames
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth

# What a model that makes a film in pieces adds to each piece.
SHARE = 0.02


class SaturationDrift(Fault):
    """The saturation grows by 2 % with every chunk of a quarter of a second."""

    name: ClassVar[str] = "saturation_drift"
    caught_by: ClassVar[str] = "drift"
    world: ClassVar[str] = "pick_place"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base; it draws nothing."""
        del seed
        chunk, pairs = chunk_frames(truth.hz), enumerate(truth.rgb)
        frames = [_saturated(frame, (1.0 + SHARE) ** (k // chunk)) for k, frame in pairs]
        return clip_of(self.name, truth, np.array(frames))


def _saturated(frame: Frames, factor: float) -> Frames:
    hsv = cv2.cvtColor(frame.astype(np.float32) / 255.0, cv2.COLOR_RGB2HSV)
    hsv[..., 1] = np.minimum(hsv[..., 1] * factor, 1.0)
    stronger = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    return np.asarray(np.round(stronger * 255.0), dtype=np.uint8)
