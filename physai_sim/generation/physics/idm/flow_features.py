"""What one frame to the next says of motion, whatever the colours: optical flow in few numbers.

Legend: T frames, H x W image rows x columns, G cells along each side of a grid, F features.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.foreground import foreground

GRID = 6
MOMENTS = 9  # six numbers of an affine motion, where it is (2), and how much moves
FEATURES = 2 * GRID * GRID + MOMENTS
# Flow at which a pixel counts as moving, as a share of the picture's height in one second.
MOVING_PER_S = 0.15
LARGEST_ROWS = 96
# Rain and snow pass a pixel within less than half of this.
STEADY_S = 0.2
# Flow reaches over outlines by so much [px].
MARGIN_PX, EDGE_PX = 2, 1.5


def size_of(height: int, width: int) -> tuple[int, int]:
    """Columns and rows at which flow is computed: more would cost time and tell little more."""
    rows = min(height, LARGEST_ROWS)
    return max(8, round(width * rows / height)), rows


def features(frames: NDArray[np.uint8], hz: int, *, stands: bool) -> Array:
    """Features of the motion from each frame to the next.

    Flow is found on grey pictures by patches from which their mean is taken, so that other colours
    and another light change little. It is pooled in two ways: by the cells of a grid, which tells
    where what moves; and as one affine motion of all that moves, which stays when that is at
    another place in the picture. Of a camera that stands, only the foreground counts.

    Args:
        frames: RGB, shape (T, H, W, 3).
        hz: Frames per second.
        stands: Whether the camera stands still.

    Returns:
        Shape (T - 1, F); flow as a share of the picture's height in one second.

    Source: Kroeger et al. (2016), "Fast optical flow using dense inverse search".
    """
    size = size_of(*frames.shape[1:3])
    grey = _steady(np.array([_grey(frame, size) for frame in frames]), hz)
    flows = [flow * (hz / size[1]) for flow in _flows(grey)]
    if stands:
        parts = (_with_margin(a | b) for a, b in pairwise(foreground(grey)))
        flows = [flow * part[..., None] for flow, part in zip(flows, parts, strict=True)]
    return np.array([_pooled(flow) for flow in flows]).reshape(len(frames) - 1, FEATURES)


def _flows(grey: NDArray[np.uint8]) -> list[Array]:
    """From each frame to the next, shape (H, W, 2) [px]."""
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    blank = np.zeros((*grey.shape[1:], 2), np.float32)
    return [np.asarray(search.calc(a, b, blank.copy()), np.float64) for a, b in pairwise(grey)]


def _grey(frame: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _steady(grey: NDArray[np.uint8], hz: int) -> NDArray[np.uint8]:
    """Each pixel's median over the frames around it, an odd number of them."""
    around = round(STEADY_S * hz) // 2 or int(hz > 1 / STEADY_S)
    wide = np.pad(grey, ((around, around), (0, 0), (0, 0)), mode="edge")
    shifted = [wide[k : k + len(grey)] for k in range(2 * around + 1)]
    return np.asarray(np.median(shifted, axis=0), dtype=np.uint8)


def _with_margin(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """1 in a mask and near it, 0 elsewhere, with a soft edge."""
    side = 2 * MARGIN_PX + 1
    wide = cv2.dilate(mask.astype(np.float32), np.ones((side, side), np.uint8))
    return np.asarray(cv2.GaussianBlur(wide, (0, 0), EDGE_PX), dtype=np.float32)


def _pooled(flow: NDArray[np.floating]) -> Array:
    cells = cv2.resize(flow, (GRID, GRID), interpolation=cv2.INTER_AREA)
    return np.concatenate([np.asarray(cells, dtype=np.float64).ravel(), _moments(flow)])


def _moments(flow: NDArray[np.floating]) -> Array:
    """One affine motion of all that moves, by weighted least squares."""
    rows, columns = flow.shape[:2]
    y, x = np.meshgrid(np.linspace(-1, 1, rows), np.linspace(-1, 1, columns), indexing="ij")
    weight = np.minimum(np.linalg.norm(flow, axis=2) / MOVING_PER_S, 1.0) ** 2
    total = float(weight.sum()) + 1.0  # the 1 keeps a picture in which nothing moves at zero
    middle = [float((weight * x).sum()) / total, float((weight * y).sum()) / total]
    basis = np.stack([np.ones_like(x), x - middle[0], y - middle[1]], axis=-1).reshape(-1, 3)
    weighed = basis * weight.reshape(-1, 1)
    affine = np.linalg.solve(weighed.T @ basis + np.eye(3), weighed.T @ flow.reshape(-1, 2))
    return np.array([*affine.ravel(), *middle, 4.0 * total / (rows * columns)])
