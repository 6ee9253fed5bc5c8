"""Whether a film rots: colours, places and labels that go away from the truth chunk by chunk.

Legend: T frames, S surfaces, K chunks.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.chunks import chunk_frames, per_chunk, seam_jump, slope
from physai_sim.generation.physics.colouring import colouring, weights
from physai_sim.generation.physics.likeness import edge_f1
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.motion import motion_of
from physai_sim.generation.physics.placed_tracks import followed, placed_iou
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth

# Surfaces that are nearly grey, or nearly black, have no saturation or brightness to lose.
LEAST = {"saturation": 4.0, "brightness": 5.0}
# Nothing is told of colours that cover less of the picture than this.
LEAST_COVER = 0.25
# Relit, rainy and snowy films of all worlds drift by up to 0.014 per second in films of 3 s.
MARGIN_PER_S, MARGIN_OF_S = 0.016, 3.0
LEAST_EDGE_F1 = 0.5  # of a film whose surfaces are those of the truth
UNTOLD = "too short, too little of it has colour to lose, or its surfaces are painted anew"


class Drift(Measure):
    """Relative growth of saturation, or of brightness where that is more, in a second.

    Both are told by surface, beside the truth's own: constant changes of light and colour do not
    count, nor does what turns into the sun. To a camera that moves, fog and low sun change the
    brightness with the view, and ground that is painted anew looks different from every place:
    only saturation is told there, and only while the pictures keep the truth's edges.
    """

    name = "drift"
    number = "A10"
    question = "Do colours, places and labels hold until the end of the film?"
    unit = "1/s"
    catches = ("saturation_drift",)

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See the base."""
        frames = chunk_frames(truth.hz)
        seconds = frames / truth.hz
        colours = _colours(sight, truth, frames)
        curves = {**colours, **_others(sight, truth)}
        chunks = {name: per_chunk(values, frames) for name, values in curves.items()}
        slopes = {name: slope(values, seconds) for name, values in chunks.items()}
        parts: dict[str, Any] = {
            "chunk_s": seconds,
            "slope_per_s": slopes,
            "seam_jump": {name: seam_jump(values, frames) for name, values in curves.items()},
            "chunks": {name: _plain(values) for name, values in chunks.items()},
        }
        told = [
            abs(one) for name in _judged(sight, truth) if (one := slopes.get(name)) is not None
        ]
        if not told:
            return unknown(UNTOLD, **parts)
        return Score(max(told), parts=parts)

    def limit(self, floor: float, truth: Truth) -> float:
        """Above the floor by what weather does; in a short film it does more to a slope."""
        duration_s = max(len(truth.stamps_ns) / truth.hz, 1e-9)
        return floor + MARGIN_PER_S * max(1.0, MARGIN_OF_S / duration_s)


def _judged(sight: Sight, truth: Truth) -> tuple[str, ...]:
    """What the value is made of."""
    if truth.camera.parent == "world":
        return ("saturation", "brightness")
    f1 = edge_f1(sight.clip.frames, truth.rgb)
    return ("saturation",) if _mean(f1) >= LEAST_EDGE_F1 else ()


def _colours(sight: Sight, truth: Truth, frames: int) -> dict[str, Array]:
    """Saturation and brightness relative to the film's start and to the truth, shape (T,)."""
    seen, true = colouring(sight.clip.frames, truth), colouring(truth.rgb, truth)
    found = {}
    for name, least in LEAST.items():
        curve = _relative(seen[name], true[name], truth, least=least, frames=frames)
        if curve is not None:
            found[name] = curve
    return found


def _relative(
    seen: Array, true: Array, truth: Truth, *, least: float, frames: int
) -> Array | None:
    """The median surface's curve; None where too little of the picture has one.

    A surface weighs by its share of the picture and by how much of the quantity it has: rounding
    to whole numbers hides small changes of what is pale.
    """
    share, cover, curves, weight = weights(truth), 0.0, [], []
    for surface in range(len(share)):
        if not _mean(seen[surface]) > least:
            continue
        curve = np.log(np.maximum(seen[surface], 1e-3))
        if _mean(true[surface]) > least:
            curve = curve - np.log(np.maximum(true[surface], 1e-3))
        curves.append(curve - np.mean(curve[np.isfinite(curve)][:frames]))
        cover += share[surface]
        weight.append(share[surface] * _mean(seen[surface]))
    return _weighted_median(np.array(curves), np.array(weight)) if cover >= LEAST_COVER else None


def _mean(values: Array) -> float:
    """Of what is known; 0 of nothing."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else 0.0


def _weighted_median(curves: Array, shares: Array) -> Array:
    """Of each column, shape (T,), rows weighing by their shares; NaN where no row is known."""
    order = np.argsort(np.where(np.isnan(curves), np.inf, curves), axis=0)
    weight = np.take_along_axis(np.where(np.isnan(curves), 0.0, shares[:, None]), order, axis=0)
    sums = weight.cumsum(axis=0)
    middle = np.argmax(sums >= sums[-1:] / 2.0, axis=0)
    values = np.take_along_axis(np.take_along_axis(curves, order, axis=0), middle[None], axis=0)
    result: Array = values[0]
    return result


def _others(sight: Sight, truth: Truth) -> dict[str, Array]:
    """Error of places [m], overlap with labels and share of bodies that are missing, by frame."""
    errors = [path.errors_m() for path in motion_of(sight, truth).paths.values()]
    iou = list(placed_iou(sight, truth).values())
    missing = [
        np.where(truth.mask(body).any(axis=(1, 2)), ~track.seen, np.nan)
        for body, track in followed(sight, truth).items()
    ]
    named = {"state_error_m": errors, "mask_iou": iou, "missing": missing}
    return {name: _mean_of(np.array(rows)) for name, rows in named.items() if rows}


def _mean_of(rows: Array) -> Array:
    known = np.isfinite(rows)
    total = np.where(known, rows, 0.0).sum(axis=0)
    result: Array = np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), np.nan)
    return result


def _plain(values: Array) -> list[float | None]:
    return [float(one) if np.isfinite(one) else None for one in values]
