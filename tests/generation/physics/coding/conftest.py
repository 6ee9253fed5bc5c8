"""Films to compress."""

import numpy as np
import pytest


@pytest.fixture(scope="session")
def film():
    """A bright square that moves over coarse noise, (12, 64, 64, 3)."""
    coarse = np.random.default_rng(0).integers(60, 120, (16, 16, 3), dtype=np.uint8)
    frames = np.repeat(coarse.repeat(4, 0).repeat(4, 1)[None], 12, axis=0)
    for index, frame in enumerate(frames):
        frame[20:32, 4 + 3 * index : 16 + 3 * index] = (220, 40, 30)
    return frames
