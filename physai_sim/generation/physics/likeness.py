"""How alike two films are, one number a frame: edges, coarse looks, depth, masks, colour.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.tracking.colours import lab_of

Frames = NDArray[np.uint8]
Masks = NDArray[np.bool_]

# Canny (1986), thresholds of gradients as OpenCV's own examples have them.
_CANNY = (100, 200)
# Wang et al. (2004), "Image quality assessment", section III: constants and window of SSIM.
_SSIM_C1, _SSIM_C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_SSIM_WINDOW, _SSIM_SIGMA = (11, 11), 1.5
# What blurring leaves is what "blur" controls of video generators hold: no detail, no texture.
BLUR_SHARE = 1 / 32


def grey(frames: Frames) -> Frames:
    """Luma of RGB frames (ITU-R BT.601), shape (T, H, W)."""
    return np.array([cv2.cvtColor(one, cv2.COLOR_RGB2GRAY) for one in frames], dtype=np.uint8)


def lab(frames: Frames) -> NDArray[np.float32]:
    """CIE L*a*b* of RGB frames, shape (T, H, W, 3)."""
    return np.array([lab_of(frame) for frame in frames], dtype=np.float32)


def edge_f1(frames: Frames, true: Frames) -> Array:
    """F1 of the pixels of Canny's edges, shape (T,); NaN where neither frame has one.

    Args:
        frames: RGB, shape (T, H, W, 3).
        true: What they are compared with, of the same shape.
    """
    found = []
    for one, other in zip(grey(frames), grey(true), strict=True):
        here, there = cv2.Canny(one, *_CANNY) > 0, cv2.Canny(other, *_CANNY) > 0
        every = int(here.sum()) + int(there.sum())
        found.append(2.0 * int((here & there).sum()) / every if every else np.nan)
    return np.array(found)


def blur_ssim(frames: Frames, true: Frames) -> Array:
    """Structural similarity of luma after a blur of both, shape (T,).

    Args:
        frames: RGB, shape (T, H, W, 3).
        true: What they are compared with, of the same shape.
    """
    return frame_ssim(grey(frames), grey(true), sigma_px=max(1.0, BLUR_SHARE * frames.shape[2]))


def frame_ssim(frames: Frames, true: Frames, *, sigma_px: float | None = None) -> Array:
    """Structural similarity of grey frames, shape (T,).

    Args:
        frames: Shape (T, H, W).
        true: What they are compared with, of the same shape.
        sigma_px: Of a blur of both before; None: none.
    """
    pairs = zip(frames.astype(np.float64), true.astype(np.float64), strict=True)
    if sigma_px is None:
        return np.array([_ssim(a, b) for a, b in pairs])
    return np.array([_ssim(_blurred(a, sigma_px), _blurred(b, sigma_px)) for a, b in pairs])


def _blurred(image: Array, sigma: float) -> Array:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma))


def _ssim(a: Array, b: Array) -> float:
    """Mean structural similarity, Wang et al. (2004), equation 13."""

    def mean(image: Array) -> Array:
        return np.asarray(cv2.GaussianBlur(image, _SSIM_WINDOW, _SSIM_SIGMA))

    mean_a, mean_b = mean(a), mean(b)
    var_a, var_b = mean(a * a) - mean_a**2, mean(b * b) - mean_b**2
    both = mean(a * b) - mean_a * mean_b
    likeness = (2 * mean_a * mean_b + _SSIM_C1) * (2 * both + _SSIM_C2)
    most = (mean_a**2 + mean_b**2 + _SSIM_C1) * (var_a + var_b + _SSIM_C2)
    return float(np.mean(likeness / most))


def depth_error(depth_m: NDArray[np.float32], true_m: NDArray[np.float32]) -> Array:
    """Root mean square error of depth after its scale was fitted, shape (T,) [m].

    The scale of a frame is that of the medians. Depth of another size is taken from the nearest
    pixel: a mean over an edge is the depth of nothing. What has no depth in either is left out,
    and no pixel errs by more than the farthest true depth.

    Args:
        depth_m: Along the optical axis, shape (T, h, w) [m].
        true_m: The engine's, shape (T, H, W) [m].

    Returns:
        NaN where no pixel has depth in both.
    """
    pairs = zip(depth_m, true_m, strict=True)
    return np.array([_frame_depth_error(one, true) for one, true in pairs])


def _frame_depth_error(depth: NDArray[np.float32], true: NDArray[np.float32]) -> float:
    if depth.shape != true.shape:
        size = true.shape[1], true.shape[0]
        depth = np.asarray(cv2.resize(depth, size, interpolation=cv2.INTER_NEAREST_EXACT))
    both = np.isfinite(depth) & np.isfinite(true) & (depth > 0.0) & (true > 0.0)
    if not both.any():
        return float("nan")
    a, b = depth[both].astype(np.float64), true[both].astype(np.float64)
    wrong = np.minimum(np.abs(a * (np.median(b) / np.median(a)) - b), b.max())
    return float(np.sqrt(np.mean(wrong**2)))


def mask_iou(masks: Masks, true: Masks, *, least_px: int) -> Array:
    """Intersection over union, shape (T,); NaN where the true mask is smaller than told.

    Args:
        masks: Shape (T, H, W).
        true: Shape (T, H, W).
        least_px: Smaller masks say nothing: a pixel at their edge decides.
    """
    area = true.sum(axis=(1, 2))
    common, either = (masks & true).sum(axis=(1, 2)), (masks | true).sum(axis=(1, 2))
    iou: Array = np.where(area >= max(least_px, 1), common / np.maximum(either, 1), np.nan)
    return iou


def moved(masks: Masks, columns: int, rows: int) -> Masks:
    """Masks moved in the picture; what leaves it is gone."""
    result = np.zeros_like(masks)
    high, wide = masks.shape[1:]
    if abs(rows) < high and abs(columns) < wide:
        to_y, from_y = _overlap(rows, high)
        to_x, from_x = _overlap(columns, wide)
        result[:, to_y, to_x] = masks[:, from_y, from_x]
    return result


def _overlap(by: int, size: int) -> tuple[slice, slice]:
    return slice(max(by, 0), size + min(by, 0)), slice(max(-by, 0), size - max(by, 0))
