"""Saturation drift: 2 % more with each chunk, hue and value as they were."""

import cv2
import numpy as np
import pytest

from physai_sim.generation.physics.chunks import chunk_frames


def test_saturation_grows_by_chunks_and_nothing_else_does(plant, pick_place_truth, differing):
    clip, true = plant("saturation_drift", pick_place_truth), pick_place_truth.rgb
    chunk = chunk_frames(clip.hz)
    assert min(differing(clip, pick_place_truth)) == chunk
    last = len(true) - 1
    strong = pick_place_truth.mask("cube")[last]
    seen, was = (
        cv2.cvtColor(f[last].astype(np.float32) / 255, cv2.COLOR_RGB2HSV)[strong]
        for f in (clip.frames, true)
    )
    known = was[:, 1] < 0.55  # far from where it is cut off
    factor = 1.02 ** (last // chunk)
    strongest = np.minimum(was[:, 1] * factor, 1.0)
    assert known.any() or strongest.max() <= 1.0
    assert seen[:, 1] == pytest.approx(strongest, abs=0.03)
    assert seen[:, 2] == pytest.approx(was[:, 2], abs=0.01)
