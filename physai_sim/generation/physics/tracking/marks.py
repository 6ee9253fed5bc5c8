"""What is measured of a body's pixels, frame by frame.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.generation.physics.sight import Track
from physai_sim.generation.physics.tracking.colours import lab_of
from physai_sim.generation.physics.tracking.regions import axis_of, centre_of


def track_of(
    body: str,
    frames: NDArray[np.uint8],
    masks: NDArray[np.bool_],
    *,
    copies: NDArray[np.int64] | None = None,
    doubt: str | None = None,
) -> Track:
    """A track from masks.

    Args:
        body: Its name.
        frames: Colours, shape (T, H, W, 3).
        masks: Its pixels, shape (T, H, W).
        copies: Further regions like it, shape (T,); None: there are none, as masks tell of one.
        doubt: Why it cannot be followed.
    """
    areas = masks.sum(axis=(1, 2))
    return Track(
        body=body,
        seen=areas > 0,
        centre_px=np.array([centre_of(mask) for mask in masks]),
        area_px=areas.astype(np.float64),
        axis_rad=np.array([axis_of(mask) for mask in masks]),
        colour_lab=np.array([_colour(f, m) for f, m in zip(frames, masks, strict=True)]),
        copies=np.zeros(len(masks), dtype=np.int64) if copies is None else copies,
        masks=masks,
        doubt=doubt,
    )


def _colour(frame: NDArray[np.uint8], mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    if not mask.any():
        return np.full(3, np.nan)
    return np.asarray(lab_of(frame[mask][None])[0].mean(axis=0), dtype=np.float64)
