"""Whether something moves where nothing does: pixels that only the clip sets in motion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from physai_sim.generation.physics.foreground import foreground, large_pieces
from physai_sim.generation.physics.likeness import Masks, grey
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.movement import ages, near, opaque
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth, true_film
from physai_sim.generation.variation.appearance import changed

# Tolerance and bar of the published check (Cosmos-Evaluator, check "hallucination").
TOLERANCE_PX = 7
PASSES = 0.682
# What is seen for less than this is rain, snow or noise, and no body.
COUNTS_S = 0.25
# A share says little of one mover in a busy scene: whatever hides what is behind it may not go on
# for so long. In 90 relit films of five worlds nothing does for more than 9 frames, not even as
# H.264; movers in them do for 17 and more.
LASTS_FRAMES, LASTS_S = 12, 0.5
STILL = 1e-3  # a body that moves no further stands [m, and of a quaternion]
STEP_SHARE = 0.023  # of the picture's width: what a mover moves on from frame to frame


class Hallucination(Measure):
    """Share of the foreground of a clip that the world accounts for.

    Foreground is what a place does not show most of the time. It is invented where it is far from
    all foreground and all moving bodies of the truth, hides what is behind it, as no shadow does,
    and goes on from frame to frame, as rain and noise do not.
    """

    name = "hallucination"
    number = "B1"
    question = "Does anything move where nothing moves in the world?"
    better = "higher"
    catches = ("mover",)

    def applies(self, truth: Truth) -> bool:
        """Where the camera stands still: to one that moves, all that it sees moves."""
        return truth.camera.parent == "world"

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See the base."""
        frames, least = sight.clip.frames, max(LASTS_FRAMES, LASTS_S * truth.hz)
        if len(frames) <= least:
            return unknown(f"too short: {len(frames)} frames, more than {least:g} are needed")
        found = foreground(grey(frames))
        strange = found & ~near(_real(sight, truth), TOLERANCE_PX) & opaque(frames)
        strange = np.array([large_pieces(one) for one in strange])
        age = ages(strange, max(2, round(STEP_SHARE * truth.camera.width_px)))
        invented = age >= COUNTS_S * truth.hz
        total, wrong = int(found.sum()), int(invented.sum())
        if not total:
            return unknown("nothing moves in the clip")
        per_frame, lasts = invented.sum(axis=(1, 2)), int(age.max())
        parts = {
            "moving_px": total,
            "invented_px": wrong,
            "worst_frame": int(per_frame.argmax()) + 1 if wrong else None,
            "longest_s": lasts / truth.hz,
        }
        return Score(1.0 - wrong / total, parts=parts, fault=_mover(lasts, truth.hz))

    def limit(self, floor: float, truth: Truth) -> float:
        """The published bar, or the true film's own score where that is lower."""
        del truth
        return min(PASSES, floor)


def _real(sight: Sight, truth: Truth) -> Masks:
    """What moves in the world; where a clip is meant to be in other light, its shadows too."""
    real, expansion = foreground(grey(truth.rgb)) | _movers(truth), sight.clip.expansion
    if expansion is None or expansion.kind != "appearance" or not expansion.settings:
        return real
    view = replace(truth.view, frames=len(truth.stamps_ns))
    relit = true_film(changed(truth.source, expansion), view)
    return real | foreground(grey(relit.rgb))


def _movers(truth: Truth) -> Masks:
    """Pixels of all bodies that move at any time."""
    names = [n for n, rows in truth.poses.items() if np.ptp(rows, axis=0).max() > STILL]
    numbers = [1 + truth.names.index(n) for n in names if n in truth.names]
    movers: Masks = np.isin(truth.labels, numbers)
    return movers


def _mover(frames: int, hz: int) -> str | None:
    if frames < max(LASTS_FRAMES, LASTS_S * hz):
        return None
    return f"something moves for {frames / hz:.2f} s where nothing moves in the world"
