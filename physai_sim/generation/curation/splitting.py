"""Where a film is cut: at changes of scene, and after a fixed number of frames.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

# Mean change of hue, saturation and brightness from frame to frame, of 255, that is a new scene.
# Source: PySceneDetect 0.7, ContentDetector, its default.
CUT = 27.0

Span = tuple[int, int]


def spans(frames: NDArray[np.uint8], stride: int | None = None) -> tuple[Span, ...]:
    """Pieces of a film, each the first frame and the one after the last.

    Args:
        frames: Colours, shape (T, H, W, 3).
        stride: The most frames of a piece; None: as long as the scene.
    """
    edges = [0, *cuts(frames), len(frames)]
    return tuple(
        (start, min(start + (stride or end), end))
        for first, end in pairwise(edges)
        for start in range(first, end, stride or end)
    )


def cuts(frames: NDArray[np.uint8]) -> tuple[int, ...]:
    """The first frames of new scenes, without that of the film."""
    found: list[int] = []
    before = None
    for index, frame in enumerate(frames):
        now = cv2.cvtColor(frame, cv2.COLOR_RGB2HSV_FULL).astype(np.int16)
        if before is not None and _change(before, now) > CUT:
            found.append(index)
        before = now
    return tuple(found)


def _change(before: NDArray[np.int16], now: NDArray[np.int16]) -> float:
    change = np.abs(now - before)
    hue = np.minimum(change[..., 0], 256 - change[..., 0])  # hue goes round
    return float((hue.mean() + change[..., 1].mean() + change[..., 2].mean()) / 3.0)
