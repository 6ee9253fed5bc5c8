"""Pictures of which only local contrast is left: light, haze and exposure hardly change it.

Legend: H x W image rows x columns.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.generation.physics.likeness import grey

Picture = NDArray[np.float32]

# Jagged edges and noise of compression are smoothed away; what is even is told over a tenth or so
# of a small picture [px].
FINE_PX, WIDE_PX = 1.0, 8.0
# Contrast of nothing but noise, in grey levels of 256, is not raised to that of edges.
NOISE = 2.0
# Contrast of an even spread, in the same unit as grey levels.
SPREAD = 30.0
# Coarser pictures find what moved by more than a few pixels.
LEVELS = 3


def even_contrast(frame: NDArray[np.uint8]) -> Picture:
    """Difference to the local mean over the local standard deviation, (H, W).

    Source: local contrast normalisation, Jarrett et al., "What is the best multi-stage
        architecture for object recognition?", ICCV 2009, section 2.1.

    Args:
        frame: RGB, shape (H, W, 3).
    """
    fine = cv2.GaussianBlur(grey(frame[None])[0].astype(np.float32), (0, 0), FINE_PX)
    away = fine - cv2.GaussianBlur(fine, (0, 0), WIDE_PX)
    spread = np.sqrt(cv2.GaussianBlur(away * away, (0, 0), WIDE_PX))
    return np.asarray(SPREAD * away / (spread + NOISE), dtype=np.float32)


def pyramid(picture: Picture) -> tuple[Picture, ...]:
    """The picture, then each time half as large; pixel (u, v) lies at (2u, 2v) of the one before.

    Args:
        picture: Shape (H, W).
    """
    levels = [picture]
    while len(levels) < LEVELS:
        levels.append(np.asarray(cv2.pyrDown(levels[-1]), dtype=np.float32))
    return tuple(levels)
