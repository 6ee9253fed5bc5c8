"""Where a picture shows the scene's own looks, and not a shadow that comes along with the camera.

Legend: H x W image rows x columns.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.types import CameraSpec
from physai_sim.generation.physics.likeness import grey
from physai_sim.generation.physics.tracking.regions import grown

# Jagged outlines change by less when they are as smooth as this [px], shadows by more [of 256].
SMOOTH_PX, CHANGED = 1.5, 20.0
# The edge of a shadow is soft.
EDGE_PX = 2


def steady(
    frame: NDArray[np.uint8],
    depth_m: NDArray[np.float32],
    other: NDArray[np.uint8],
    *,
    motion: Array,
    camera: CameraSpec,
) -> NDArray[np.bool_]:
    """Whether each pixel looks as it does from another place, (H, W); also what is not seen there.

    Args:
        frame: RGB, shape (H, W, 3).
        depth_m: Of it, along the optical axis, shape (H, W) [m].
        other: RGB of another instant, shape (H, W, 3).
        motion: From the optical frame of the first to that of the other, shape (4, 4).
        camera: Lens of both.
    """
    rows, columns = np.indices(depth_m.shape).astype(np.float64)
    depth = np.where(np.isfinite(depth_m), depth_m, camera.far_m).astype(np.float64)
    centre = camera.centre_px
    x, y = ((columns - centre[0]) / camera.focal_px, (rows - centre[1]) / camera.focal_px)
    points = np.stack([x * depth, y * depth, depth], axis=-1) @ motion[:3, :3].T + motion[:3, 3]
    ahead = np.where(points[..., 2] > camera.near_m, points[..., 2], np.nan)
    u, v = (points[..., k] / ahead * camera.focal_px + centre[k] for k in (0, 1))
    there = cv2.remap(_smooth(other), u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR)
    high, wide = depth_m.shape
    seen = (u >= 0) & (v >= 0) & (u <= wide - 1) & (v <= high - 1)
    return ~grown(seen & (np.abs(there - _smooth(frame)) > CHANGED), EDGE_PX)


def _smooth(frame: NDArray[np.uint8]) -> NDArray[np.float32]:
    dull = grey(frame[None])[0].astype(np.float32)
    return np.asarray(cv2.GaussianBlur(dull, (0, 0), SMOOTH_PX), dtype=np.float32)
