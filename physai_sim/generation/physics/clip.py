"""A video that is to be checked, as frames.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.rollouts import Expansion
from physai_sim.generation.physics.coding.coding import Coding


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Frames of one camera.

    Args:
        name: Where it comes from, as a person would say it.
        hz: Frames per second.
        frames: Colours, shape (T, H, W, 3).
        masks: Where each body is seen, shape (T, H, W) by name, if somebody gave that; what is
            not given is tracked from the first frame.
        depth_m: Along the optical axis [m], shape (T, H, W), if the generator gave that.
        expansion: How it is meant to differ from the truth, where that is known.
        coding: How it was compressed before it was decoded; None if nothing was lost by that.
    """

    name: str
    hz: int
    frames: NDArray[np.uint8]
    masks: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    depth_m: NDArray[np.float32] | None = None
    expansion: Expansion | None = None
    coding: Coding | None = None
