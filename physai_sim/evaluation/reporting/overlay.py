"""What the video of an episode shows: the world's view, the robot's camera, a line of text."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
INSET_SHARE = 0.34
MARGIN_PX = 10
BAR_PX = 30
_INK, _BAR = (245, 245, 245), (24, 26, 30)


def compose(view: Image, inset: Image | None, *, text: str) -> Image:
    """One frame of the video.

    Args:
        view: The world's view, shape (H, W, 3).
        inset: A camera of the robot, drawn small in the upper right corner.
        text: Shown in a bar on top; cut where it is too long.

    Returns:
        Shape (H + bar, W, 3), both sizes even.
    """
    width = view.shape[1]
    bar = np.full((BAR_PX, width, 3), _BAR, dtype=np.uint8)
    cv2.putText(bar, text, (10, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.48, _INK, 1, cv2.LINE_AA)
    frame = np.vstack([bar, view])
    if inset is not None:
        _paste(frame, inset)
    return np.ascontiguousarray(frame[: frame.shape[0] // 2 * 2, : width // 2 * 2])


def _paste(frame: Image, inset: Image) -> None:
    height, width = frame.shape[:2]
    scale = INSET_SHARE * width / inset.shape[1]
    size = (round(inset.shape[1] * scale), round(inset.shape[0] * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(inset, size, interpolation=method)
    framed = cv2.copyMakeBorder(small, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=_INK)
    rows, columns = framed.shape[:2]
    top, left = BAR_PX + MARGIN_PX, width - columns - MARGIN_PX
    if top + rows <= height and left > 0:
        frame[top : top + rows, left : left + columns] = framed
