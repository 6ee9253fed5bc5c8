"""Where something stands before the scene of a still camera; rain and snow move, and are not it.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

from itertools import pairwise

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
# Flow reaches over outlines by so much [px].
MARGIN_PX, EDGE_PX = 2, 1.5


def foreground(grey: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
    """How far each pixel shows, in a frame or in the next, what is not there most of the time.

    Args:
        grey: Frames of a camera that stands still, shape (T, H, W).

    Returns:
        For each pair of frames, from 0 to 1 with soft edges, shape (H, W).
    """
    smooth = np.array([cv2.GaussianBlur(frame, (0, 0), SMOOTH_PX) for frame in grey], np.float32)
    if len(smooth) < 2:
        return []
    typical = np.median(np.abs(np.diff(smooth, axis=0)), axis=0)
    least = DIFFERS + TIMES_TYPICAL * cv2.GaussianBlur(typical, (0, 0), TYPICAL_PX)
    differs = np.abs(smooth - np.median(smooth, axis=0)) > least
    pieces = [_large(one) for one in differs]
    return [_with_margin(a | b) for a, b in pairwise(pieces)]


def _large(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The pieces that are no drops."""
    _, labels, facts, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    kept = facts[:, cv2.CC_STAT_AREA] >= LEAST_SHARE * mask.size
    kept[0] = False  # what is behind
    large: NDArray[np.bool_] = kept[labels]
    return large


def _with_margin(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    side = 2 * MARGIN_PX + 1
    wide = cv2.dilate(mask.astype(np.float32), np.ones((side, side), np.uint8))
    return np.asarray(cv2.GaussianBlur(wide, (0, 0), EDGE_PX), dtype=np.float32)
