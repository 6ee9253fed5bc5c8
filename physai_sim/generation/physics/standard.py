"""What one clip is held against: the true film through its codec, and in its looks.

Between any two films of the same bodies, chance decides which edge is taken for which body. So
where a clip looks otherwise than the truth, two true films tell how far that goes: the one as the
engine draws it, and the one in the clip's looks. The worse of the two is the floor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from physai_sim.generation.physics.floors import Floors
from physai_sim.generation.physics.measures.base import Measure, Score
from physai_sim.generation.physics.overlap_doubts import doubted_with
from physai_sim.generation.physics.restyling import Looks, looks_of
from physai_sim.generation.physics.sight import Sight


@dataclass(frozen=True, slots=True, eq=False)
class Standard:
    """A clip, and the true films that it is held against.

    Args:
        floors: Of the truth as the engine draws it.
        sight: What is seen in the clip, with the doubts of the true film.
        looks: How the clip looks; None where that is how the truth does, or nothing was tracked.
        in_looks: What is seen in the true film with these looks; None where there are none.
    """

    floors: Floors
    sight: Sight
    looks: Looks | None = None
    in_looks: Sight | None = None

    @classmethod
    def of(cls, sight: Sight, floors: Floors) -> Standard:
        """Read a clip's looks, and look at the true film in them.

        Args:
            sight: What is seen in the clip.
            floors: Of the truth that it is held against.
        """
        if _is_given(sight):
            return cls(floors, sight)
        truth, coding = floors.truth, sight.clip.coding
        usual = truth.rgb if coding is None else floors.film(coding).frames
        looks = looks_of(sight.clip.frames, truth, usual)
        if looks is None:
            return cls(floors, doubted_with(sight, floors.sight("tracker", coding)))
        seen = floors.seen_in(looks, coding)
        return cls(floors, doubted_with(sight, seen), looks, seen)

    def floor(self, measure: Measure) -> Score:
        """What the true film scores, by the eyes that looked at the clip."""
        coding = self.sight.clip.coding
        if _is_given(self.sight):
            return self.by_masks(measure)
        usual = self.floors.score(measure, "tracker", coding)
        if self.in_looks is None:
            return usual
        return _worse(measure, usual, measure.score(self.in_looks, self.floors.truth))

    def by_masks(self, measure: Measure) -> Score:
        """What the true film scores by the engine's own masks."""
        return self.floors.score(measure, "masks", self.sight.clip.coding)


def _is_given(sight: Sight) -> bool:
    """Whether the mask of every body was given, and nothing had to be tracked."""
    return sight.how == "masks" and sight.tracks.keys() <= sight.clip.masks.keys()


def _worse(measure: Measure, one: Score, other: Score) -> Score:
    """The worse of two scores, where both can be told; who cannot be is the worse."""
    untold = one.untold | other.untold
    told = [score for score in (other, one) if score.value is None or score.fault is not None]
    sign = 1.0 if measure.better == "lower" else -1.0
    worse = told[0] if told else max(one, other, key=lambda score: sign * (score.value or 0.0))
    return replace(worse, untold=untold)
