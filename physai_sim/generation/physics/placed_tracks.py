"""Tracks held against the engine's masks, where the film lies as it should or not.

Legend: T frames.
"""

from __future__ import annotations

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.likeness import mask_iou, moved
from physai_sim.generation.physics.placement import Placement, placement
from physai_sim.generation.physics.sight import Sight, Track
from physai_sim.generation.physics.truth import Truth

# Fewer pixels of a true mask are edge alone.
LEAST_PX = 12


def placement_of(sight: Sight, truth: Truth) -> Placement:
    """Where a clip lies in the picture, relative to the true film."""
    return placement(sight.clip.frames, truth.rgb)


def followed(sight: Sight, truth: Truth) -> dict[str, Track]:
    """Tracks without doubt, of bodies that the truth has labels for."""
    return {
        body: track
        for body, track in sight.tracks.items()
        if track.doubt is None and body in truth.names
    }


def placed_iou(sight: Sight, truth: Truth) -> dict[str, Array]:
    """Overlap of each followed body with the engine's mask, shape (T,); NaN where it is hidden.

    Where masks were tracked and the film lies beside the truth, masks are moved as it is: the
    tracker started from the truth's own, and carried the same content beside it all along.
    """
    where = placement_of(sight, truth) if sight.how == "tracker" else None
    is_moved = where is not None and where.is_sure and (where.columns, where.rows) != (0, 0)
    found = {}
    for body, track in followed(sight, truth).items():
        masks = track.masks
        if is_moved and where is not None:
            masks = moved(masks, where.columns, where.rows)
        found[body] = mask_iou(masks, truth.mask(body), least_px=LEAST_PX)
    return found
