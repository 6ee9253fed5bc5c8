"""Whether each obstacle is where its box says, frame by frame, and nothing else looks like it."""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.likeness import Masks, moved
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.placed_tracks import LEAST_PX, followed, placement_of
from physai_sim.generation.physics.projected_boxes import box_masks
from physai_sim.generation.physics.sight import Sight, Track
from physai_sim.generation.physics.truth import Truth

# Half of what the tracker reaches: the rule of label survival, here for boxes in space.
KEPT_SHARE = 0.5


class Obstacles(Measure):
    """Mean overlap of what is seen of a body with the projection of its box in space."""

    name = "obstacles"
    number = "B2"
    question = "Does the picture show each obstacle where its box in space lies?"
    better = "higher"

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See the base."""
        where, found = placement_of(sight, truth), {}
        for body, track in followed(sight, truth).items():
            masks = track.masks
            if sight.how == "tracker" and where.is_sure:
                masks = moved(masks, where.columns, where.rows)
            overlap = _overlap(masks, truth, body)
            if np.isfinite(overlap).any():
                found[body] = overlap
        if not found:
            return unknown("no body can be followed, so no box can be compared")
        every = np.concatenate([one[np.isfinite(one)] for one in found.values()])
        parts = {
            "by_body": {body: float(np.nanmean(one)) for body, one in found.items()},
            "missed": {body: int(np.nansum(one == 0.0)) for body, one in found.items()},
            "false_positives": {body: _copies(sight.tracks[body]) for body in found},
        }
        return Score(float(every.mean()), parts=parts)

    def limit(self, floor: float, truth: Truth) -> float:
        """Half of what the tracker reaches on the true film."""
        del truth
        return KEPT_SHARE * floor


def _overlap(masks: Masks, truth: Truth, body: str) -> Array:
    """F1 of two shares, shape (T,); NaN where the body is hidden.

    The shares: what of the seen body lies in its box, and what of its visible part is seen. A box
    alone cannot be asked to be full: bodies are round, and others stand before them.
    """
    box, true = box_masks(truth, body), truth.mask(body)
    area = true.sum(axis=(1, 2))
    inside = (masks & box).sum(axis=(1, 2)) / np.maximum(masks.sum(axis=(1, 2)), 1)
    shown = (masks & true).sum(axis=(1, 2)) / np.maximum(area, 1)
    both = 2.0 * inside * shown / np.maximum(inside + shown, 1e-9)
    result: Array = np.where(area >= LEAST_PX, both, np.nan)
    return result


def _copies(track: Track) -> int:
    """Frames in which something else looks like the body."""
    return int(np.count_nonzero(track.copies))
