"""What colours a body has and what colours are around it, learnt in a clip's own first frame.

Legend: H x W image rows x columns, K bins of colour.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array

# Bins of CIE L*, a*, b* in OpenCV's 8 bits. Chroma is finer than lightness: shading changes the
# latter, and grey bodies differ from grey ground by little chroma.
STEPS = (16, 4, 4)
SHAPE = tuple(256 // step for step in STEPS)
# How far a colour is taken to stray from those that were seen [bins]: turning bodies and shadows
# change lightness most.
SPREAD = (1.2, 1.0, 1.0)
# What a colour that was never seen counts for.
UNSEEN = 2e-5
# Share of a colour's evidence that goes by its hue alone, whatever its lightness: shadows and
# shading change how light a surface is, and hardly its chromaticity; a codec blurs both.
BY_HUE = 0.8
# Bins of red and of green as shares of the sum of red, green and blue.
HUE_BINS = 40
# A single pixel's colour never says more than this [natural log of odds].
STRONGEST = 4.0
# Half of what is around a body is what is near it; half is the rest of the picture.
NEAR = 0.5


def lab_of(frame: NDArray[np.uint8]) -> NDArray[np.float32]:
    """CIE L*a*b* of a picture, (H, W, 3): lightness in [0, 100]."""
    unit = frame.astype(np.float32) / 255.0
    return np.asarray(cv2.cvtColor(unit, cv2.COLOR_RGB2LAB), dtype=np.float32)


def bins_of(lab: NDArray[np.float32]) -> NDArray[np.int64]:
    """Which bin each colour falls into, (H, W)."""
    eight = np.stack([lab[..., 0] * 2.55, lab[..., 1] + 128, lab[..., 2] + 128], axis=-1)
    index = np.clip(eight, 0, 255).astype(np.int64) // np.array(STEPS)
    return np.asarray(np.ravel_multi_index(tuple(np.moveaxis(index, -1, 0)), SHAPE))


@dataclass(frozen=True, slots=True, eq=False)
class ColourModel:
    """Colours of one body, and of what is not the body.

    Args:
        inside: Share of each colour in the body, smoothed, shape (K,).
        outside: Share of each colour around it, smoothed, shape (K,).
    """

    inside: Array
    outside: Array

    @classmethod
    def of(
        cls, bins: NDArray[np.int64], mask: NDArray[np.bool_], near: NDArray[np.bool_]
    ) -> ColourModel:
        """The colours in one frame.

        Args:
            bins: See `bins_of`.
            mask: The body's pixels, (H, W); at least one.
            near: Pixels near it that are not its own, (H, W).
        """
        rest = _shares(bins[~mask])
        around = _shares(bins[near]) if near.any() else rest
        return cls(_shares(bins[mask]), NEAR * around + (1 - NEAR) * rest)

    def odds(self, bins: NDArray[np.int64]) -> Array:
        """How much more each pixel looks like the body than like what is not, (H, W) [ln]."""
        inside, outside = _with_hue(self.inside), _with_hue(self.outside)
        table = np.log((inside + UNSEEN) / (outside + UNSEEN))
        return np.asarray(np.clip(table, -STRONGEST, STRONGEST)[bins])

    def mixed(self, newer: ColourModel, share: float) -> ColourModel:
        """This model with a share of a newer one: lamps and lenses drift."""
        keep = 1.0 - share
        return ColourModel(
            keep * self.inside + share * newer.inside,
            keep * self.outside + share * newer.outside,
        )


def contrast(bins: NDArray[np.int64], mask: NDArray[np.bool_], near: NDArray[np.bool_]) -> float:
    """Share of a body's colours that what is near it does not have: 0 grey on grey, 1 distinct."""
    if not near.any():
        return 0.0
    return 1.0 - likeness(bins, mask, bins, near)


def likeness(
    one: NDArray[np.int64],
    mask: NDArray[np.bool_],
    other: NDArray[np.int64],
    at: NDArray[np.bool_],
) -> float:
    """Share of colours that pixels of two frames have in common: 0 to 1.

    Args:
        one: See `bins_of`.
        mask: Which of them, (H, W); at least one.
        other: Of the other frame.
        at: Which of those, (H, W); at least one.
    """
    return float(np.minimum(_shares(one[mask]), _shares(other[at])).sum())


def _with_hue(shares: Array) -> Array:
    """Shares of colours, a part of each spread over all colours of its hue, (K,)."""
    hues, sizes = _hues()
    spread = np.bincount(hues, weights=shares, minlength=len(sizes)) / sizes
    return np.asarray((1.0 - BY_HUE) * shares + BY_HUE * spread[hues])


@functools.cache
def _hues() -> tuple[NDArray[np.int64], Array]:
    """The hue of each bin of colour, shape (K,), and how many bins each hue has."""
    index = np.stack(np.unravel_index(np.arange(np.prod(SHAPE)), SHAPE), axis=-1)
    eight = (index + 0.5) * np.array(STEPS)
    lab = (eight - [0.0, 128.0, 128.0]) / [2.55, 1.0, 1.0]
    rgb = cv2.cvtColor(lab[None].astype(np.float32), cv2.COLOR_LAB2LRGB)[0].clip(0.0, 1.0)
    shares = rgb[:, :2] / np.maximum(rgb.sum(axis=1, keepdims=True), 1e-6)
    cells = np.minimum((shares * HUE_BINS).astype(np.int64), HUE_BINS - 1)
    hues = cells[:, 0] * HUE_BINS + cells[:, 1]
    return hues, np.maximum(np.bincount(hues, minlength=HUE_BINS**2), 1).astype(np.float64)


def _shares(bins: NDArray[np.int64]) -> Array:
    """Share of each bin, smoothed, (K,)."""
    found = np.bincount(bins.ravel(), minlength=int(np.prod(SHAPE))).astype(np.float32)
    counts = found.reshape(SHAPE)
    for axis, sigma in enumerate(SPREAD):
        counts = _smooth(counts, axis, sigma)
    flat: Array = counts.ravel().astype(np.float64)
    return flat / max(float(flat.sum()), 1e-12)


def _smooth(counts: NDArray[np.float32], axis: int, sigma: float) -> NDArray[np.float32]:
    """Counts smoothed along one axis."""
    moved = np.moveaxis(counts, axis, 0)
    flat = np.ascontiguousarray(moved.reshape(moved.shape[0], -1))
    kernel = cv2.getGaussianKernel(7, sigma, cv2.CV_32F)
    done = cv2.filter2D(flat, -1, kernel, borderType=cv2.BORDER_CONSTANT)
    return np.moveaxis(np.asarray(done, dtype=np.float32).reshape(moved.shape), 0, axis)
