"""Where something stands before the scene of a still camera; rain and snow move, and are not it.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

SMOOTH_PX = 1.0
# A pixel that differs by this from what it shows most of the time shows something else [of 256].
DIFFERS = 6.0
# So does one that differs by this many of its own typical changes from frame to frame: where rain
# falls all the time, it takes more to tell. Neighbours share what is typical [px].
TIMES_TYPICAL, TYPICAL_PX = 6.0, 4.0
# A smaller piece of the picture is a flake or a drop; robots are ten times as large.
LEAST_SHARE = 0.0025


def foreground(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Pixels that show what is not there most of the time, shadows among them, (T, H, W).

    Args:
        grey: Frames of a camera that stands still, shape (T, H, W).
    """
    smooth = np.array([cv2.GaussianBlur(frame, (0, 0), SMOOTH_PX) for frame in grey], np.float32)
    if len(smooth) < 2:
        return np.zeros(grey.shape, dtype=np.bool_)
    typical = np.median(np.abs(np.diff(smooth, axis=0)), axis=0)
    least = DIFFERS + TIMES_TYPICAL * cv2.GaussianBlur(typical, (0, 0), TYPICAL_PX)
    away = smooth - np.median(smooth, axis=0)
    away -= np.median(away, axis=(1, 2), keepdims=True)  # lamps that flicker, a cloud
    differs = np.abs(away) > least
    return np.array([large_pieces(one) for one in differs])


def large_pieces(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The pieces of a mask, (H, W), that are no drops."""
    _, labels, facts, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    kept = facts[:, cv2.CC_STAT_AREA] >= LEAST_SHARE * mask.size
    kept[0] = False  # what is behind
    large: NDArray[np.bool_] = kept[labels]
    return large
