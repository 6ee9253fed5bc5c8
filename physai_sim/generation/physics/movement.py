"""Where something moves in a film that was taken by any camera: differences of frames.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

import cv2
import numpy as np

from physai_sim.generation.physics.likeness import Frames, Masks, grey

# Blur and threshold as the published check of moving pixels has them (Cosmos-Evaluator, check
# "hallucination").
BLUR_PX, THRESHOLD = 7, 10
# What is at a place for fewer than half of so many frames is rain or a flash, and no body.
LASTING_FRAMES = 5
# A body is brighter than what it hides by this factor, or its colours by such different ones.
BRIGHTER, COLOURED = 1.1, 0.15
_DARK = 12.0  # added before: ratios of what is nearly black say nothing


def moving(frames: Frames) -> Masks:
    """Pixels that differ from the frame before, shape (T - 1, H, W).

    What only flashes by is taken out before: each pixel is the median of the frames around it. So
    is what changes the light of the whole picture at once: lamps that flicker, a cloud.

    Args:
        frames: RGB, shape (T, H, W, 3).
    """
    calm = _lasting(grey(frames))
    smooth = np.array([cv2.GaussianBlur(one, (BLUR_PX, BLUR_PX), 0) for one in calm], np.float32)
    change = np.diff(smooth, axis=0)
    change -= np.median(change, axis=(1, 2), keepdims=True)
    result: Masks = np.abs(change) > THRESHOLD
    return result


def near(masks: Masks, reach_px: int) -> Masks:
    """Masks and all that is no farther from them than told."""
    side = 2 * reach_px + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.array([cv2.dilate(one.astype(np.uint8), disc) > 0 for one in masks], dtype=np.bool_)


def _lasting(frames: Frames) -> Frames:
    """Each pixel's median over the frames around it."""
    reach = LASTING_FRAMES // 2
    padded = np.pad(frames, ((reach, reach), (0, 0), (0, 0)), mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, LASTING_FRAMES, axis=0)
    return np.array([np.median(one, axis=-1) for one in around], dtype=np.uint8)


def opaque(frames: Frames) -> Masks:
    """Pixels that hide what is behind them in this frame or the one before, shape (T - 1, H, W).

    A shadow leaves all colours of what it falls on about as they were, and darker; a body gives a
    place its own. What is behind is taken from the brighter frames of each pixel.

    Args:
        frames: RGB, shape (T, H, W, 3).
    """
    smooth = np.array([cv2.GaussianBlur(one, (3, 3), 0) for one in frames], dtype=np.float32)
    behind = np.percentile(smooth[:: max(1, len(smooth) // 24)], 75, axis=0)
    ratios = (smooth + _DARK) / (behind + _DARK)
    highest, spread = ratios.max(axis=-1), np.ptp(ratios, axis=-1)
    hides = (highest > BRIGHTER) | (spread > COLOURED)
    result: Masks = hides[1:] | hides[:-1]
    return result


def longest(masks: Masks, reach_px: int) -> int:
    """For how many frames the most lasting thing in masks goes on.

    A thing goes on where a pixel is no farther than told from one of the frame before.
    """
    age, best = np.zeros(masks.shape[1:], dtype=np.float32), 0.0
    side = 2 * reach_px + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    for mask in masks:
        age = np.where(mask, 1.0 + cv2.dilate(age, disc), 0.0).astype(np.float32)
        best = max(best, float(age.max()))
    return int(best)
