"""What was seen in a clip: measures know nothing else of it, and the truth beside it.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.clip import Clip

How = Literal["tracker", "masks"]


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One body in one clip; rows of frames in which it is not seen are NaN.

    Args:
        body: Its name in the world.
        seen: Whether it was found, shape (T,).
        centre_px: Mean column and row of its pixels, shape (T, 2) [px].
        area_px: Its pixels, 0 where it is not seen, shape (T,).
        axis_rad: Direction of its longest extent in the picture, in [-pi/2, pi/2), shape (T,);
            NaN where it is about as wide as long.
        colour_lab: Mean colour in CIE L*a*b*, shape (T, 3).
        copies: Further regions that look like it, shape (T,).
        masks: Its pixels, shape (T, H, W).
        doubt: Why it cannot be followed in this clip (too small, too little contrast); None if
            it can. Measures do not judge by a doubtful track.
    """

    body: str
    seen: NDArray[np.bool_]
    centre_px: Array
    area_px: Array
    axis_rad: Array
    colour_lab: Array
    copies: NDArray[np.int64]
    masks: NDArray[np.bool_]
    doubt: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CameraMotion:
    """How the camera itself moved, as the clip shows it; NaN where it was lost.

    Args:
        poses: Of the optical frame in the world, position and xyzw, shape (T, 7); the first is
            the truth's.
        inliers: Points that agree with the motion to each frame, shape (T,).
        doubt: Why the motion cannot be followed in this clip; None if it can.
    """

    poses: Array
    inliers: NDArray[np.int64]
    doubt: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """All that was seen in a clip.

    Args:
        clip: The clip.
        how: Whether bodies were tracked, or masks of them were given.
        tracks: By name of the body.
        camera: Its motion, where it is fixed to something that moves; None for a fixed camera.
    """

    clip: Clip
    how: How
    tracks: Mapping[str, Track] = field(default_factory=dict)
    camera: CameraMotion | None = None
