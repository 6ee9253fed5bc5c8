"""Where the boxes of bodies lie in the picture.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

from itertools import product

import cv2
import numpy as np

from physai_sim.core.geometry import Array, rotation_matrix
from physai_sim.generation.physics.lifting import pixels
from physai_sim.generation.physics.likeness import Masks
from physai_sim.generation.physics.truth import Truth


def corners_px(truth: Truth, body: str) -> Array:
    """The eight corners of a body's box in the picture, shape (T, 8, 2) [px]; NaN if behind."""
    info, poses = truth.infos[body], truth.poses[body]
    half = np.asarray(info.size_m) / 2.0
    signs = np.array(list(product((-1.0, 1.0), repeat=3)))
    local = signs * half + np.asarray(info.middle_m)
    turned = np.array([local @ rotation_matrix(row[3:]).T + row[:3] for row in poses])
    return np.stack([pixels(turned[:, k], truth) for k in range(8)], axis=1)


def box_masks(truth: Truth, body: str) -> Masks:
    """What a body's box covers of the picture, shape (T, H, W); nothing where it is behind."""
    masks = np.zeros(truth.labels.shape, dtype=np.bool_)
    limit = 8.0 * max(truth.labels.shape[1:])  # OpenCV fills no farther than it can count
    for mask, corners in zip(masks, corners_px(truth, body), strict=True):
        if np.isfinite(corners).all():
            hull = cv2.convexHull(np.clip(corners, -limit, limit).round().astype(np.int32))
            filled = np.zeros(mask.shape, dtype=np.uint8)
            cv2.fillConvexPoly(filled, hull, 1)
            mask[:] = filled > 0
    return masks
