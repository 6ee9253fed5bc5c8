"""What hides the scene in a film, how far it reaches and how long it lasts.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.generation.physics.likeness import Frames, Masks

# A body is brighter than what it hides by this factor, or its colours by such different ones.
BRIGHTER, COLOURED = 1.1, 0.15
# A shadow may change ratios of colours by this share of how much it darkens.
SHADE_COLOURED = 0.35
_DARK = 12.0  # added before: ratios of what is nearly black say nothing


def near(masks: Masks, reach_px: int) -> Masks:
    """Masks and all that is no farther from them than told."""
    side = 2 * reach_px + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.array([cv2.dilate(one.astype(np.uint8), disc) > 0 for one in masks], dtype=np.bool_)


def opaque(frames: Frames) -> Masks:
    """Pixels that hide what is behind them, shape (T, H, W).

    A shadow leaves all colours of what it falls on about as they were, and darker; a coloured sun
    that is hidden takes its colour along, by as much as it darkens. A body gives a place its own.
    What is behind has the colour that a place has most of the time, in the sun or in a shadow, and
    is as bright as it is in the brightest seventh of the frames.

    Args:
        frames: RGB, shape (T, H, W, 3).
    """
    smooth = np.array([cv2.GaussianBlur(one, (3, 3), 0) for one in frames], dtype=np.float32)
    usual, bright = np.percentile(smooth[:: max(1, len(smooth) // 24)], (50, 85), axis=0)
    brighter = _evened(smooth, bright).max(axis=-1) > BRIGHTER
    ratios = _evened(smooth, usual)
    ratios = np.where(ratios.mean(axis=-1, keepdims=True) > 1.0, 1.0 / ratios, ratios)
    shade = np.clip(1.0 - ratios.max(axis=-1), 0.0, 1.0)
    result: Masks = brighter | (np.ptp(ratios, axis=-1) > COLOURED + SHADE_COLOURED * shade)
    return result


def _evened(frames: NDArray[np.float32], behind: NDArray[np.floating]) -> NDArray[np.floating]:
    """Ratios to what is behind, less what all of a frame has in common: another exposure."""
    ratios = (frames + _DARK) / (behind + _DARK)
    result: NDArray[np.floating] = ratios / np.median(ratios, axis=(1, 2), keepdims=True)
    return result


def ages(masks: Masks, reach_px: int) -> NDArray[np.float32]:
    """For how many frames what is at each pixel goes on in all, (T, H, W); 0 outside of masks.

    A thing goes on where a pixel is no farther than told from one of the frame before.
    """
    later = _ages_so_far(masks[::-1], reach_px)[::-1]
    whole: NDArray[np.float32] = np.where(masks, _ages_so_far(masks, reach_px) + later - 1.0, 0.0)
    return whole


def _ages_so_far(masks: Masks, reach_px: int) -> NDArray[np.float32]:
    side = 2 * reach_px + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    age, found = np.zeros(masks.shape[1:], dtype=np.float32), []
    for mask in masks:
        age = np.where(mask, 1.0 + cv2.dilate(age, disc), 0.0).astype(np.float32)
        found.append(age)
    return np.array(found, dtype=np.float32)
