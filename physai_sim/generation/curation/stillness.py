"""How much moves in a film.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

# A film that moves less is still, in widths of the picture a frame.
# Source: NeMo Curator, MotionFilterStage, `global_mean_threshold`, there for the whole picture.
MIN_MOTION = 0.00098
# A camera that stands still sees most of the picture stand still: the busiest cell decides.
CELLS = 8
WINDOW_PX = 15  # over which flow is found
# Grey levels by which a window must change on the mean for its flow to be one: of two frames that
# are the same, Farneback's method tells up to a tenth of a pixel where the picture is flat.
CHANGES = 1.0


def motion(frames: NDArray[np.uint8]) -> float:
    """Mean optical flow in the busiest of 8 x 8 cells, in widths of the picture a frame.

    Args:
        frames: Colours, shape (T, H, W, 3).

    Source: Farneback, Two-Frame Motion Estimation Based on Polynomial Expansion, SCIA 2003.
    """
    if len(frames) < 2:
        return 0.0
    total = np.zeros((CELLS, CELLS))
    grey = (cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in frames)
    for before, now in pairwise(grey):
        total += cv2.resize(_lengths(before, now), (CELLS, CELLS), interpolation=cv2.INTER_AREA)
    busiest = float(total.max())
    return busiest / ((len(frames) - 1) * int(frames.shape[2]))


def _lengths(before: NDArray[np.uint8], now: NDArray[np.uint8]) -> NDArray[np.float32]:
    flow = np.zeros((*before.shape, 2), np.float32)
    flow = cv2.calcOpticalFlowFarneback(
        before, now, flow, pyr_scale=0.5, levels=3, winsize=WINDOW_PX, iterations=3, poly_n=5,
        poly_sigma=1.2, flags=0,
    )  # fmt: skip
    lengths = np.asarray(np.linalg.norm(flow, axis=2), dtype=np.float32)
    change = cv2.blur(cv2.absdiff(before, now).astype(np.float32), (WINDOW_PX, WINDOW_PX))
    return np.where(change < CHANGES, np.float32(0.0), lengths)
