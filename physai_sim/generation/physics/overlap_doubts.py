"""Bodies that are followed too poorly even in the true film: no clip can be judged by those.

Legend: T frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from physai_sim.generation.physics.defects import EDGE_PX, GROWTH, LEAST_PX
from physai_sim.generation.physics.sight import Sight, Track
from physai_sim.generation.physics.truth import Truth


def with_doubts(sight: Sight, truth: Truth) -> Sight:
    """The true film as it is seen, with a doubt at each body that is followed too poorly.

    Robots are left as they are: they are judged by where they go, and never by their outline.
    """
    tracks = {
        name: track if track.doubt else replace(track, doubt=_doubt(track, truth))
        for name, track in sight.tracks.items()
    }
    return replace(sight, tracks=tracks)


def doubted_with(sight: Sight, floor: Sight) -> Sight:
    """A clip as it is seen, with the doubts of the true film in its looks besides its own."""
    tracks: Mapping[str, Track] = {
        name: track if track.doubt else replace(track, doubt=_told(floor.tracks[name].doubt))
        for name, track in sight.tracks.items()
    }
    return replace(sight, tracks=tracks)


def least_overlap(area_px: float) -> float:
    """Intersection over union of a round body with what is as much wider as may be.

    Permanence calls that the body's own size; where the true film itself is no better, the size
    says nothing.
    """
    radius = np.sqrt(area_px / np.pi)
    return float((1.0 + GROWTH + EDGE_PX / radius) ** -2)


def _doubt(track: Track, truth: Truth) -> str | None:
    if track.body in truth.spec.robots or track.body not in truth.names:
        return None
    true = truth.mask(track.body)
    area = true.sum(axis=(1, 2))
    told = area >= LEAST_PX
    if not told.any():
        return None
    both = (true & track.masks).sum(axis=(1, 2))[told]
    either = (true | track.masks).sum(axis=(1, 2))[told]
    overlap, least = float((both / either).mean()), least_overlap(float(np.median(area[told])))
    if overlap >= least:
        return None
    return (
        f"followed too poorly in the true film: overlap {overlap:.2f}, at least {least:.2f} is"
        " needed"
    )


def _told(doubt: str | None) -> str | None:
    return doubt and f"in the true film with the looks of this clip: {doubt}"
