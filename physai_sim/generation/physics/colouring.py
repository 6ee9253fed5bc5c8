"""How colourful and how bright a film is over time, beside the truth's own frames.

Legend: T frames, S surfaces.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.likeness import Frames, lab
from physai_sim.generation.physics.truth import Truth

# Fewer pixels of a surface are not looked at in a frame.
LEAST_SHARE = 0.004


def colouring(frames: Frames, truth: Truth) -> dict[str, Array]:
    """Chroma and lightness of each surface in each frame, shape (S, T); NaN where it is hidden.

    By surface and not by picture: where the camera or a body moves, a picture's mean changes with
    what is in view; what a surface looks like does not.

    Args:
        frames: RGB, shape (T, H, W, 3).
        truth: Says which pixel is which body; what is no body is the sky.

    Returns:
        "saturation" (chroma in CIE L*a*b*) and "brightness" (L*).
    """
    colours = lab(frames)
    chroma = np.hypot(colours[..., 1], colours[..., 2])
    numbers = range(len(truth.names) + 1)
    masks = [truth.labels == number for number in numbers]
    return {
        "saturation": np.array([_means(chroma, mask) for mask in masks]),
        "brightness": np.array([_means(colours[..., 0], mask) for mask in masks]),
    }


def weights(truth: Truth) -> Array:
    """Share of the pixels that each surface has in all frames together, shape (S,)."""
    counts = np.bincount(truth.labels.ravel(), minlength=len(truth.names) + 1)
    return np.asarray(counts[: len(truth.names) + 1] / counts.sum(), dtype=np.float64)


def _means(values: NDArray[np.float32], mask: NDArray[np.bool_]) -> Array:
    area = mask.sum(axis=(1, 2))
    total = np.where(mask, values, 0.0).sum(axis=(1, 2), dtype=np.float64)
    least = LEAST_SHARE * mask[0].size
    return np.where(area >= least, total / np.maximum(area, 1), np.nan)
