"""Regions of pixels: their middle, their direction, and which pieces belong together.

Legend: H x W image rows x columns, R regions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array

# A body whose longest extent is not this many times its widest has no direction to speak of.
LONG = 1.3


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """Pieces that hang together, by 8 neighbours.

    Args:
        numbers: 0 where no piece is, else 1 + its index, shape (H, W).
        areas_px: Shape (R,) [px].
        centres_px: Columns and rows, shape (R, 2) [px].
    """

    numbers: NDArray[np.int32]
    areas_px: NDArray[np.int64]
    centres_px: Array


def regions(mask: NDArray[np.bool_]) -> Regions:
    """The pieces of a mask."""
    _, numbers, facts, centres = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    areas = facts[1:, cv2.CC_STAT_AREA].astype(np.int64)
    return Regions(np.asarray(numbers, np.int32), areas, np.asarray(centres[1:], np.float64))


def centre_of(mask: NDArray[np.bool_]) -> tuple[float, float]:
    """Mean column and row of a mask's pixels [px]; NaN where it has none."""
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return (math.nan, math.nan)
    return (float(columns.mean()), float(rows.mean()))


def reach_of(mask: NDArray[np.bool_]) -> float:
    """Distance of a mask's farthest pixel from its middle [px]; 0 where it has none."""
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return 0.0
    x, y = centre_of(mask)
    return float(np.hypot(columns - x, rows - y).max())


def axis_of(mask: NDArray[np.bool_]) -> float:
    """Direction of the longest extent, in [-pi/2, pi/2) [rad]; NaN where there is none.

    Source: second central moments of the pixels (M.-K. Hu, 1962).
    """
    rows, columns = np.nonzero(mask)
    if len(rows) < 3:
        return math.nan
    spread = np.cov(np.stack([columns, rows]).astype(np.float64), bias=True)
    lengths, axes = np.linalg.eigh(spread)
    if lengths[1] <= LONG**2 * max(float(lengths[0]), 1e-9):
        return math.nan
    angle = math.atan2(float(axes[1, 1]), float(axes[0, 1]))
    return (angle + math.pi / 2) % math.pi - math.pi / 2


def grown(mask: NDArray[np.bool_], by_px: int) -> NDArray[np.bool_]:
    """A mask with a border of so many pixels more."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by_px + 1, 2 * by_px + 1))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), kernel) > 0)


def distance_from(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """How far each pixel is from a mask, (H, W) [px]; infinite where the mask is empty."""
    if not mask.any():
        return np.full(mask.shape, np.inf, np.float32)
    away = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(away, dtype=np.float32)
