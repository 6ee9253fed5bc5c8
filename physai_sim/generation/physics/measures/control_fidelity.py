"""Whether labels still fit the picture: control fidelity against the simulator's own buffers.

Legend: T frames.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.generation.physics import likeness
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.placed_tracks import placed_iou, placement_of
from physai_sim.generation.physics.placement import Placement
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth

# A label has survived where the content of its box overlaps by half (PASCAL VOC's rule for boxes,
# Everingham et al. 2010, section 4.2).
SURVIVES_IOU = 0.5
# The same rule for the whole: half of what the tracker itself reaches. Trackers lose some of a
# body in rain and at night; films that are wrong lose most of it.
KEPT_SHARE = 0.5
# A film that lies beside its labels by more than this share of its width fails: as much as the
# tracker's own error at the picture sizes that generators use.
OFFSET_SHARE = 0.03


class ControlFidelity(Measure):
    """Mean overlap of the bodies' masks with the engine's, and how alike the pictures are."""

    name = "control_fidelity"
    number = "A9"
    question = "Are bodies in the picture where the simulator's labels say?"
    better = "higher"
    catches = ("shift",)

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See the base."""
        placement, iou = placement_of(sight, truth), placed_iou(sight, truth)
        fault = _beside(placement, truth)
        parts: dict[str, Any] = {
            "offset_px": [placement.columns, placement.rows] if placement.is_sure else None,
            **_pictures(sight, truth),
        }
        told = {body: one for body, one in iou.items() if np.isfinite(one).any()}
        if not told:
            reason = "no body can be followed, so no mask can be compared"
            return replace(unknown(reason, **parts), fault=fault)
        every = np.concatenate([one[np.isfinite(one)] for one in told.values()])
        parts |= {
            "by_body": {body: float(np.nanmean(one)) for body, one in told.items()},
            "label_survival": float(np.mean(every >= SURVIVES_IOU)),
            "survival_by_body": {body: _survival(one) for body, one in told.items()},
        }
        return Score(float(every.mean()), parts=parts, fault=fault)

    def limit(self, floor: float, truth: Truth) -> float:
        """Half of what the tracker reaches on the true film."""
        del truth
        return KEPT_SHARE * floor


def _beside(placement: Placement, truth: Truth) -> str | None:
    """Why the whole film does not fit its labels."""
    columns, rows = placement.columns, placement.rows
    if (
        not placement.is_sure
        or max(abs(columns), abs(rows)) <= OFFSET_SHARE * truth.camera.width_px
    ):
        return None
    return (
        f"the whole picture lies {columns} px to the right of its labels and {rows} px below them"
    )


def _survival(iou: Array) -> float:
    return float(np.mean(iou[np.isfinite(iou)] >= SURVIVES_IOU))


def _pictures(sight: Sight, truth: Truth) -> dict[str, float | None]:
    """How alike the pictures are; what cannot be told is None."""
    frames, depth = sight.clip.frames, sight.clip.depth_m
    figures: dict[str, Array | None] = {
        "edge_f1": likeness.edge_f1(frames, truth.rgb),
        "blur_ssim": likeness.blur_ssim(frames, truth.rgb),
        "depth_si_rmse_m": None if depth is None else likeness.depth_error(depth, truth.depth_m),
    }
    return {name: _mean(values) for name, values in figures.items()}


def _mean(values: Array | None) -> float | None:
    if values is None or not np.isfinite(values).any():
        return None
    return float(np.nanmean(values))
