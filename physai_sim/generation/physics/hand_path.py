"""Where an arm's tool goes in a film of a still camera: the hand's own texture is followed.

Legend: T frames, N points.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.lifting import in_optical, pixels, unprojected
from physai_sim.generation.physics.truth import Truth

# What is this near to the tool in the first frame is hand [m].
HAND_M = 0.12
# Points that move otherwise than most are not of the hand, or were lost [px].
APART_PX, BACK_PX = 2.0, 0.7
LEAST_POINTS, MOST_POINTS = 4, 60
_WINDOW = (9, 9)


def hand_path(frames: NDArray[np.uint8], robot: str, truth: Truth) -> Array:
    """Points of the hand are followed from frame to frame; their common way is the tool's.

    Args:
        frames: Of the clip, shape (T, H, W, 3).
        robot: An arm that the camera sees.
        truth: Its first frame says where the hand is, and how far away the tool is in each.

    Returns:
        Place of the tool in the world, shape (T, 3) [m]; NaN from where it is lost on.

    Source: Lucas and Kanade (1981); Kalal et al. (2010), "Forward-backward error".
    """
    greys = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in frames]
    tool = truth.tools[robot][:, :3]
    at = np.full((len(frames), 2), np.nan)
    at[0] = pixels(tool, truth)[0]
    points = _spread(_hand(robot, truth))
    for k in range(1, len(greys)):
        if len(points) < LEAST_POINTS:
            break
        moved, step = _followed(greys[k - 1], greys[k], points)
        at[k], points = at[k - 1] + step, moved
    return unprojected(at, in_optical(tool, truth)[:, 2], truth)


def _hand(robot: str, truth: Truth) -> NDArray[np.bool_]:
    """Pixels of the hand in the first true frame, shape (H, W)."""
    seen = truth.mask(robot)[0] & np.isfinite(truth.depth_m[0])
    rows, columns = np.nonzero(seen)
    depth = truth.depth_m[0][seen].astype(np.float64)
    cx, cy = truth.camera.centre_px
    rays = np.column_stack([columns - cx, rows - cy]) / truth.camera.focal_px
    points = np.column_stack([rays * depth[:, None], depth])
    near = (
        np.linalg.norm(points - in_optical(truth.tools[robot][:, :3], truth)[0], axis=1) < HAND_M
    )
    mask = np.zeros(seen.shape, dtype=bool)
    mask[rows[near], columns[near]] = True
    return mask


def _spread(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Its pixels, evenly thinned: a hand has too few corners in a small film, shape (N, 1, 2)."""
    rows, columns = np.nonzero(mask)
    points = np.column_stack([columns, rows]).astype(np.float32)
    chosen = np.unique(np.linspace(0, max(len(points) - 1, 0), MOST_POINTS).round().astype(int))
    return points[chosen].reshape(-1, 1, 2) if len(points) else points.reshape(-1, 1, 2)


def _followed(
    before: NDArray[np.uint8], after: NDArray[np.uint8], points: NDArray[np.float32]
) -> tuple[NDArray[np.float32], Array]:
    """Points in the next frame that go the way of most, and that way [px]."""
    there, ok, _ = cv2.calcOpticalFlowPyrLK(before, after, points, points.copy(), winSize=_WINDOW)
    back, ok_back, _ = cv2.calcOpticalFlowPyrLK(
        after, before, there, points.copy(), winSize=_WINDOW
    )
    ways = (there - points)[:, 0].astype(np.float64)
    lost = np.linalg.norm((back - points)[:, 0], axis=1) > BACK_PX
    good = (ok[:, 0] > 0) & (ok_back[:, 0] > 0) & ~lost
    if not good.any():
        return points[:0], np.full(2, np.nan)
    good &= np.linalg.norm(ways - np.median(ways[good], axis=0), axis=1) <= APART_PX
    if not good.any():
        return points[:0], np.full(2, np.nan)
    return there[good], np.asarray(np.median(ways[good], axis=0))
