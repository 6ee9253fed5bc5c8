"""What of a body is not as it must stay, frame by frame: seen once, its size, colour and shape.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.evaluation.driving.spells import spells
from physai_sim.generation.physics.lifting import body_middle, in_optical
from physai_sim.generation.physics.sight import Track
from physai_sim.generation.physics.tracking.colours import bins_of, lab_of, likeness
from physai_sim.generation.physics.tracking.doubts import LEAST_CONTRAST
from physai_sim.generation.physics.truth import Truth

Flags = NDArray[np.bool_]

# Fewer pixels of a true mask are edge alone: whether a body is there is not asked then.
LEAST_PX = 16
# Half of the growth of 20 % that is planted, in length; and how far an edge may be off [px].
GROWTH, EDGE_PX = 0.1, 0.5
# Of the change since the first frames, in which edges are off alike [px].
EDGE_CHANGE_PX, FIRST_FRAMES = 0.25, 3
# CIE: a difference of 2.3 is just seen side by side; light and shade change a hue by some 10.
HUE_LAB = 18.0
# Ratio of width to length, relative to the true one.
SHAPE = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Defects:
    """Frames in which something is wrong, shape (T,) each.

    Args:
        judged: The true body is large enough there, and wholly in the picture.
        missing: It is not seen, and where it must be nothing looks like it.
        double: More of it is seen than one.
        size: Its width is not that of the true body at its distance; it is not less because the
            tracker left out what looks like it.
        colour: Its hue is not its own over the clip.
        shape: Its width over its length is not the true one.
    """

    judged: Flags
    missing: Flags
    double: Flags
    size: Flags
    colour: Flags
    shape: Flags

    @property
    def any(self) -> Flags:
        """Frames with any of them, shape (T,)."""
        return self.missing | self.double | self.size | self.colour | self.shape


def defects(track: Track, truth: Truth, frames: NDArray[np.uint8]) -> Defects:
    """Hold a track against the true body, frame by frame; robots may change their shape.

    Args:
        track: Of the body.
        truth: What the engine knows.
        frames: Of the clip, shape (T, H, W, 3).
    """
    true = truth.mask(track.body)
    area = true.sum(axis=(1, 2)).astype(np.float64)
    judged = (area >= LEAST_PX) & ~_at_edge(true)
    both = judged & track.seen & _is_alike_hidden(track, truth)
    both &= track.body not in truth.spec.robots
    radius = np.sqrt(np.maximum(area, 1.0) / np.pi)
    unseen, other = judged & ~track.seen, _is_other_size(track, area, both)
    left_out = true & ~track.masks
    smaller = other & left_out.any(axis=(1, 2)) & (track.area_px < area)
    return Defects(
        judged=judged,
        missing=unseen & ~_is_like_it(unseen, true, true, frames),
        double=track.copies > 0,
        size=other & ~_is_like_it(smaller, left_out, true, frames),
        colour=track.seen & (_hue_change(track) > HUE_LAB),
        shape=both & _is_bent(track.masks, true, radius),
    )


def _is_like_it(asked: Flags, rest: Flags, true: Flags, frames: NDArray[np.uint8]) -> Flags:
    """Whether pixels that a tracker did not count as a body's look like it all the same, (T,).

    A white arm before white snow is lost by the tracker, and is there.

    Args:
        asked: Frames that are looked at; elsewhere it is False.
        rest: The pixels, shape (T, H, W); some in each frame that is looked at.
        true: The engine's mask, shape (T, H, W).
        frames: Of the clip, shape (T, H, W, 3).
    """
    alike = np.zeros(len(asked), dtype=bool)
    if not (asked.any() and true[0].any()):
        return alike
    first = bins_of(lab_of(frames[0]))
    for index in np.nonzero(asked)[0]:
        here = bins_of(lab_of(frames[index]))
        alike[index] = likeness(first, true[0], here, rest[index]) >= 1.0 - LEAST_CONTRAST
    return alike


def _is_other_size(track: Track, area: Array, both: Flags) -> Flags:
    """Whether its width is not the true one, or changed within the clip, shape (T,)."""
    ratio = np.divide(track.area_px, area, out=np.ones(len(area)), where=both)
    width = np.log(ratio) / 2
    radius = np.sqrt(np.maximum(area, 1.0) / np.pi)
    first = width[both][:FIRST_FRAMES]
    change = width - (float(np.median(first)) if len(first) else 0.0)
    wrong = np.abs(width) > np.log1p(GROWTH) + EDGE_PX / radius
    changed = np.abs(change) > np.log1p(GROWTH) + EDGE_CHANGE_PX / radius
    result: Flags = both & (wrong | changed)
    return result


def longest_run(flags: Flags) -> int:
    """Most frames in a row that are flagged."""
    return max((end - first for first, end in spells(flags)), default=0)


def _at_edge(masks: Flags) -> Flags:
    """Whether a body is cut off by the picture's edge, shape (T,)."""
    rows = masks[:, 0].any(1) | masks[:, -1].any(1)
    columns = masks[:, :, 0].any(1) | masks[:, :, -1].any(1)
    return np.asarray(rows | columns, dtype=bool)


def _is_alike_hidden(track: Track, truth: Truth) -> Flags:
    """Whether as much of it must be seen as in the truth, shape (T,).

    A body that is elsewhere than the true one may be hidden by other things: that is no growth.
    """
    true = truth.mask(track.body)
    area = true.sum(axis=(1, 2)).astype(np.float64)
    depth = in_optical(body_middle(truth, track.body), truth)[:, 2]
    whole = area * depth**2 >= 0.9 * np.percentile(area * depth**2, 90)
    overlap = (true & track.masks).sum(axis=(1, 2))
    here = overlap >= 0.5 * np.minimum(area, np.maximum(track.area_px, 1.0))
    result: Flags = here | whole
    return result


def _hue_change(track: Track) -> Array:
    """Distance of a and b in CIE L*a*b* from their medians; lightness is light's, shape (T,)."""
    hue = track.colour_lab[:, 1:]
    if not track.seen.any():
        return np.zeros(len(hue))
    change: Array = np.linalg.norm(hue - np.median(hue[track.seen], axis=0), axis=1)
    return np.nan_to_num(change)


def _is_bent(masks: Flags, true: Flags, radius: Array) -> Flags:
    """Whether width over length differs from the truth's by more than edges may, shape (T,)."""
    change = np.abs(np.log(_slenderness(masks) / _slenderness(true)))
    return np.asarray(np.nan_to_num(change) > np.log1p(SHAPE) + 2 * EDGE_PX / radius, dtype=bool)


def _slenderness(masks: Flags) -> Array:
    """Root of the ratio of the second moments of each mask, in (0, 1], NaN where it is empty."""
    area = masks.sum(axis=(1, 2)).astype(np.float64)
    columns, rows = np.arange(masks.shape[2]), np.arange(masks.shape[1])
    across, down = masks.sum(axis=1), masks.sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        x, y = across @ columns / area, down @ rows / area
        # A pixel is a square: a twelfth is its own second moment.
        xx = across @ columns**2 / area - x**2 + 1 / 12
        yy = down @ rows**2 / area - y**2 + 1 / 12
        xy = np.einsum("tij,i,j->t", masks, rows, columns) / area - x * y
        middle, spread = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
        ratio: Array = np.sqrt(np.maximum(middle - spread, 1e-6) / (middle + spread))
    return ratio
