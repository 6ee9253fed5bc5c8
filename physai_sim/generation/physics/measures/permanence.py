"""A7: whether bodies stay there, stay one, and keep their size, their colour and their shape."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from physai_sim.generation.physics.defects import Defects, defects, longest_run
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth

# A tracker may lose a body for a moment, and codecs keep an edge wrong for as long: three frames,
# or a fifth of a second. Eight frames are planted.
FLICKER, FLICKER_S = 3, 0.2
VANISHED = 8


class Permanence(Measure):
    """Each tracked body is held against the true one at its distance, frame by frame.

    The value is the longest time, in frames, for which something was wrong with a body: it was not
    seen though it must be, it was seen more than once, or its size, colour or shape was not its
    own. A share of frames would hide a short absence in a long clip.
    """

    name = "permanence"
    number = "A7"
    question = "Does every body stay there, stay one, and keep its size, colour and shape?"
    unit = "frames"
    catches = ("vanish", "duplicate", "grow")

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See the base."""
        doubts = {n: t.doubt for n, t in sight.tracks.items() if t.doubt is not None}
        # Robots change their shape, so that little of them is judged here in any film.
        asked = truth.poses.keys() & set(truth.names) - truth.spec.robots.keys()
        untold = frozenset(doubts.keys() & asked)
        found = {
            name: defects(track, truth, sight.clip.frames)
            for name, track in sight.tracks.items()
            if track.doubt is None and name in truth.poses and name in truth.names
        }
        found = {name: body for name, body in found.items() if body.judged.any()}
        if not found:
            return replace(unknown("no body can be followed", doubts=doubts), untold=untold)
        parts = {name: _told(body) for name, body in found.items()}
        return Score(
            float(max(longest_run(body.any) for body in found.values())),
            parts={"bodies": parts, "doubts": doubts},
            untold=untold,
        )

    def limit(self, floor: float, truth: Truth) -> float:
        """A moment beyond the floor: trackers flicker."""
        return floor + max(FLICKER, round(FLICKER_S * truth.hz))

    def is_telling(self, limit: float) -> bool:
        """Not where a body could be gone for as long as is planted."""
        return limit < VANISHED


def _told(body: Defects) -> dict[str, Any]:
    """Plain JSON data of a body."""
    kinds = ("missing", "double", "size", "colour", "shape")
    return {
        "frames_judged": int(body.judged.sum()),
        **{f"frames_{kind}": int(getattr(body, kind).sum()) for kind in kinds},
        "longest_run_frames": longest_run(body.any),
    }
