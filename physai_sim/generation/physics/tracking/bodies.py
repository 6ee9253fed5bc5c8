"""Which bodies of an episode are followed: those that could move and are seen at the start."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.generation.physics.truth import Truth

# A body that fills more of the picture is what others stand on, and has no middle to see.
LARGEST_SHARE = 0.25
# Fewer pixels in the first frame are not even doubted: nobody would look for them.
LEAST_PX = 4


def followed(truth: Truth) -> dict[str, NDArray[np.bool_]]:
    """First-frame pixels of each body that is followed, (H, W) by name.

    Who carries the camera is not among them: it is seen as a rim that stands still.
    """
    carrier = truth.camera.parent.partition("/")[0]
    first = {name: truth.labels[0] == 1 + truth.names.index(name) for name in truth.poses}
    largest = LARGEST_SHARE * truth.labels[0].size
    return {
        name: mask
        for name, mask in first.items()
        if name != carrier and LEAST_PX <= mask.sum() <= largest
    }
