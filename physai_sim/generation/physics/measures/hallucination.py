"""Whether something moves where nothing does: pixels that only the clip sets in motion."""

from __future__ import annotations

from dataclasses import replace

from physai_sim.generation.physics.likeness import Masks
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.movement import LASTING_FRAMES, longest, moving, near, opaque
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth, true_film
from physai_sim.generation.variation.appearance import changed

# Tolerance and bar of the published check (Cosmos-Evaluator, check "hallucination").
TOLERANCE_PX = 7
PASSES = 0.682
# A share says little of one mover in a busy scene: whatever hides what is behind it may not go on
# for so long. Rain, snow and light of relit films of pick_place and falling_ball do for up to 15
# frames, movers for more than 25.
LASTS_FRAMES, LASTS_S = 18, 0.75
STEP_SHARE = 0.023  # of the picture's width: what a mover moves on from frame to frame


class Hallucination(Measure):
    """Share of the moving pixels of a clip that lie near moving pixels of the truth."""

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
        if len(truth.stamps_ns) <= LASTING_FRAMES:
            return unknown(f"too short: {len(truth.stamps_ns)} frames, more than {LASTING_FRAMES}")
        frames = sight.clip.frames
        found = moving(frames)
        invented = found & ~near(_real(sight, truth), TOLERANCE_PX)
        total, wrong = int(found.sum()), int(invented.sum())
        if not total:
            return unknown("nothing moves in the clip")
        per_frame = invented.sum(axis=(1, 2))
        lasts = longest(
            invented & opaque(frames), max(2, round(STEP_SHARE * truth.camera.width_px))
        )
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
    real, expansion = moving(truth.rgb), sight.clip.expansion
    if expansion is None or expansion.kind != "appearance" or not expansion.settings:
        return real
    view = replace(truth.view, frames=len(truth.stamps_ns))
    relit = true_film(changed(truth.source, expansion), view)
    return real | moving(relit.rgb)


def _mover(frames: int, hz: int) -> str | None:
    if frames < max(LASTS_FRAMES, LASTS_S * hz):
        return None
    return f"something moves for {frames / hz:.2f} s where nothing moves in the world"
