"""Pictures as text: each character is two pixels, an upper half block on a coloured ground.

Legend: H x W image rows x columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
HALF, RESET = "\u2580", "\x1b[0m"
GAP_PX = 1
# More characters than this are slow to send and no clearer to see.
MOST_COLUMNS = 120


def side_by_side(images: Sequence[Image], *, columns: int, rows: int) -> Image | None:
    """Pictures of one height in a row, as large as fits; None where nothing fits.

    Args:
        images: Each of shape (H, W, 3).
        columns: Characters in a line.
        rows: Lines, of two pixels each.

    Returns:
        Shape (2 * lines, columns or less, 3).
    """
    space = min(columns, MOST_COLUMNS) - GAP_PX * (len(images) - 1)
    shapes = sum(image.shape[1] / image.shape[0] for image in images)
    height = min(2 * rows, int(space / shapes)) // 2 * 2
    if height < 2:
        return None
    parts = [_scaled(image, height) for image in images]
    gap = np.zeros((height, GAP_PX, 3), dtype=np.uint8)
    spaced = [piece for part in parts for piece in (gap, part)][1:]
    return np.concatenate(spaced, axis=1)


def lines(image: Image) -> list[str]:
    """A picture of an even number of rows as lines of text with colours of 24 bits."""
    return [
        _line(top, bottom)
        for top, bottom in zip(image[0::2].tolist(), image[1::2].tolist(), strict=True)
    ]


def _scaled(image: Image, height: int) -> Image:
    width = max(1, int(image.shape[1] / image.shape[0] * height))
    method = cv2.INTER_AREA if height < image.shape[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (width, height), interpolation=method), dtype=np.uint8)


def _line(top: list[list[int]], bottom: list[list[int]]) -> str:
    """A colour is named where it changes, for the line may have a long way to go."""
    text, ink, ground = [], None, None
    for upper, lower in zip(top, bottom, strict=True):
        if upper != ink:
            text.append(f"\x1b[38;2;{upper[0]};{upper[1]};{upper[2]}m")
            ink = upper
        if lower != ground:
            text.append(f"\x1b[48;2;{lower[0]};{lower[1]};{lower[2]}m")
            ground = lower
        text.append(HALF)
    return "".join(text) + RESET
