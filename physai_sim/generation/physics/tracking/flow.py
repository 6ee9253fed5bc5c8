"""Dense optical flow between neighbouring frames of a clip, to carry masks along.

Source: T. Kroeger et al., "Fast Optical Flow using Dense Inverse Search", ECCV 2016.
Legend: H x W image rows x columns.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

# Bodies of a few pixels are lost on coarse scales: the finest one is the picture itself.
FINEST, PATCH, STRIDE = 0, 8, 4


class Flow:
    """From each frame back to the one before."""

    def __init__(self) -> None:
        self._search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._search.setFinestScale(FINEST)
        self._search.setPatchSize(PATCH)
        self._search.setPatchStride(STRIDE)
        self._last: NDArray[np.uint8] | None = None

    def back(self, frame: NDArray[np.uint8]) -> NDArray[np.float32] | None:
        """Where each pixel of a frame was in the frame before, relative, (H, W, 2) [px].

        None for the first frame.
        """
        grey = np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        last, self._last = self._last, grey
        if last is None:
            return None
        flow = np.zeros((*grey.shape, 2), np.float32)
        return np.asarray(self._search.calc(grey, last, flow), dtype=np.float32)


def carried(mask: NDArray[np.bool_], back: NDArray[np.float32]) -> NDArray[np.bool_]:
    """A mask of the frame before, as it lies in this one, (H, W)."""
    rows, columns = np.mgrid[: mask.shape[0], : mask.shape[1]].astype(np.float32)
    moved = cv2.remap(
        mask.astype(np.float32), columns + back[..., 0], rows + back[..., 1], cv2.INTER_LINEAR
    )
    return np.asarray(moved >= 0.5)


def shifted(mask: NDArray[np.bool_], by_px: tuple[float, float]) -> NDArray[np.bool_]:
    """A mask moved by whole pixels, columns and rows; what leaves the picture is gone."""
    matrix = np.array([[1.0, 0.0, round(by_px[0])], [0.0, 1.0, round(by_px[1])]])
    size = (mask.shape[1], mask.shape[0])
    moved = cv2.warpAffine(mask.astype(np.uint8), matrix, size, flags=cv2.INTER_NEAREST)
    return np.asarray(moved > 0)
