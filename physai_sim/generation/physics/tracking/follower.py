"""Follows one body from frame to frame: where it should be, what looks like it, which is it.

Legend: H x W image rows x columns.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.tracking.colours import ColourModel, contrast
from physai_sim.generation.physics.tracking.flow import carried, shifted
from physai_sim.generation.physics.tracking.regions import (
    Regions,
    centre_of,
    distance_from,
    grown,
    reach_of,
    regions,
)

Mask = NDArray[np.bool_]
Bins = NDArray[np.int64]
# Odds [ln] that a pixel is the body's before its colour is known: where it should be, right
# beside that, and less with each pixel of distance. Being there says little: a body's shadow that
# was taken for a part of it once must not stay one.
INSIDE, BESIDE, PER_PX = 0.5, -0.5, -0.5
NEVER = -99.0
# Pixels around a body that its colours are compared with.
RING_PX = 6
# A pixel whose colour says this looks like the body wherever it is [ln].
ALIKE = 2.0
# A region can be the body that was lost, or another one like it, if its area is within these
# shares of what it was.
SMALLEST, LARGEST = 0.35, 2.8
# Fewer pixels are no sight of a body.
LEAST_PX = 4
# How far a lost body may be found from where it should be, of the picture's width, at first and
# more in each frame.
FIRST_REACH, MORE_REACH = 0.12, 0.02
# A piece beside the largest counts as the body's if its pixels speak for it this much, as a share
# of what those of the largest do.
AS_MUCH = 0.5
# A piece is no part of it either where its middle is farther from the largest's than this share of
# how far the body reaches, and some pixels: something else of its colour that it once passed by.
REACH, REACH_PX = 1.25, 2.0
# The colours are learnt anew by this share, every so many frames, as lamps and lenses drift.
LEARN, EVERY = 0.2, 8


class Follower:
    """One body; it is given every frame in order.

    Args:
        body: Its name.
        mask: Its pixels in the first frame, (H, W).
        bins: Colours of the first frame, see `bins_of`.
    """

    def __init__(self, body: str, mask: Mask, bins: Bins) -> None:
        self.body, self.mask, self.area_px = body, mask, int(mask.sum())
        self._first_px, self._reach_px = self.area_px, reach_of(mask)
        near = grown(mask, RING_PX) & ~mask
        self.contrast = contrast(bins, mask, near)
        self._model = ColourModel.of(bins, mask, near)
        self._expected = mask
        self._velocity = (0.0, 0.0)
        self._lost = 0
        self._told = 0

    def odds(self, bins: Bins) -> Array:
        """How much each pixel's colour looks like the body, (H, W) [ln]."""
        return self._model.odds(bins)

    def prior(self, back: NDArray[np.float32]) -> Array:
        """How likely each pixel is the body's by where it was, (H, W) [ln of odds]."""
        if self._lost:
            self._expected = self.mask
            return np.full(self.mask.shape, NEVER)
        self._expected = carried(self.mask, back) | shifted(self.mask, self._velocity)
        away = distance_from(self._expected)
        return np.where(away <= 0, INSIDE, BESIDE + PER_PX * away).astype(np.float64)

    def choose(self, won: Mask, odds: Array, free: Mask) -> Mask:
        """Which of the pixels are the body.

        Args:
            won: Pixels that are more likely the body's than not, and than any other body's.
            odds: See `odds`.
            free: Pixels that no other body has.
        """
        found = self._kept(won, odds)
        if found.sum() < SMALLEST * self.area_px:
            again = self._found_again((odds > ALIKE) & free)
            found = again if again.sum() > found.sum() else found
        return found if found.sum() >= LEAST_PX else np.zeros_like(found)

    def take(self, found: Mask, bins: Bins) -> None:
        """Go on from the body's pixels in this frame."""
        self._told += 1
        if not found.any():
            self._lost += 1
            return
        old, new = centre_of(self.mask), centre_of(found)
        if self._lost == 0 and found.sum() > 0.7 * self.mask.sum():
            self._velocity = (new[0] - old[0], new[1] - old[1])
        else:
            self._velocity = (0.0, 0.0)
        self._lost, self.mask = 0, found
        area = int(found.sum())
        whole = area > 0.8 * self.area_px
        if whole:
            self.area_px = area
        if whole and self._told % EVERY == 0:
            near = grown(found, RING_PX) & ~found
            self._model = self._model.mixed(ColourModel.of(bins, found, near), LEARN)

    def alike(self, odds: Array, others: Mask) -> int:
        """Regions besides the body that look like it and are no other body's."""
        pieces = regions((odds > ALIKE) & ~grown(self.mask, 2) & ~others)
        fits = (pieces.areas_px >= SMALLEST * self.area_px) & (pieces.areas_px >= LEAST_PX)
        return int((fits & (pieces.areas_px <= LARGEST * self.area_px)).sum())

    def _kept(self, won: Mask, odds: Array) -> Mask:
        """The pieces that lie where the body should be, look about as much like it, and are near.

        What the body uncovers, and what is torn off its edge by a codec, stays beside it else.
        """
        pieces = regions(won)
        touched = np.unique(pieces.numbers[self._expected])
        touched = touched[touched > 0]
        if not touched.size:
            return np.zeros_like(won)
        sums = np.bincount(pieces.numbers.ravel(), weights=odds.ravel())
        looks = sums[touched] / pieces.areas_px[touched - 1]
        largest = int(pieces.areas_px[touched - 1].argmax())
        kept = looks >= AS_MUCH * looks[largest]
        kept &= self._is_near(pieces, touched, largest=largest)
        return np.asarray(np.isin(pieces.numbers, touched[kept]))

    def _is_near(self, pieces: Regions, numbers: NDArray[np.int32], *, largest: int) -> Mask:
        """Which of some pieces are not too far from the largest to be of one body with it."""
        centres = pieces.centres_px[numbers - 1]
        away = np.linalg.norm(centres - centres[largest], axis=1)
        # The middle of half a body may be as far from the body's own as that reaches.
        share = min(1.0, float(pieces.areas_px[numbers[largest] - 1]) / self.area_px)
        reach = self._reach_px * math.sqrt(self.area_px / self._first_px)
        return np.asarray(away <= REACH * reach * (2.0 - share) + REACH_PX)

    def _found_again(self, alike: Mask) -> Mask:
        """The nearest region that can be the body."""
        pieces = regions(alike)
        areas = pieces.areas_px
        fits = (areas >= max(LEAST_PX, 0.15 * self.area_px)) & (areas <= LARGEST * self.area_px)
        away = np.linalg.norm(pieces.centres_px - centre_of(self._expected), axis=1)
        width = alike.shape[1]
        fits &= away <= width * (FIRST_REACH + MORE_REACH * self._lost)
        if not fits.any():
            return np.zeros_like(alike)
        best = int(np.argmin(np.where(fits, away, math.inf)))
        return np.asarray(pieces.numbers == best + 1)
