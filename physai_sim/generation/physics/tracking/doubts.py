"""Why a body cannot be followed in a clip: said before anything is judged by its track."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.generation.physics.tracking.follower import Follower

# Below this, a pixel more or less at the edge moves the centre by too much.
LEAST_AREA_PX = 12
# Share of its colours that its surroundings must not have; see `contrast`.
LEAST_CONTRAST = 0.35


def doubt_of(follower: Follower, first: NDArray[np.bool_]) -> str | None:
    """The reason, one clause; None if it can be followed.

    Args:
        follower: Of the body, as it learnt the first frame.
        first: Its pixels there, (H, W).
    """
    area = int(first.sum())
    if area < LEAST_AREA_PX:
        return f"too small in the first frame: {area} px, at least {LEAST_AREA_PX} are needed"
    if follower.contrast < LEAST_CONTRAST:
        return (
            "too much like its surroundings in the first frame:"
            f" contrast {follower.contrast:.2f}, at least {LEAST_CONTRAST} is needed"
        )
    return None
