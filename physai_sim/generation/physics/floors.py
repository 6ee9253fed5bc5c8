"""What the truth itself scores: no clip can be told to be better than that."""

from __future__ import annotations

from dataclasses import replace

from physai_sim.core.rollouts import Expansion
from physai_sim.generation.physics.measures.base import Measure, Score
from physai_sim.generation.physics.sight import How, Sight
from physai_sim.generation.physics.tracking.look import look_at_truth
from physai_sim.generation.physics.truth import Truth


class Floors:
    """Scores of the true film, each made once: many clips can be held against one truth.

    Args:
        truth: The episode.
    """

    def __init__(self, truth: Truth) -> None:
        self.truth = truth
        self._sights: dict[How, Sight] = {}
        self._scores: dict[tuple[str, How], Score] = {}

    def sight(self, how: How) -> Sight:
        """The true film as it is seen by the tracker, or by the engine's own masks."""
        if how not in self._sights:
            seen = look_at_truth(self.truth, how=how)
            # The true film is meant to be as it was: measures of intent need to know.
            self._sights[how] = replace(seen, clip=replace(seen.clip, expansion=Expansion()))
        return self._sights[how]

    def score(self, measure: Measure, how: How) -> Score:
        """What a measure finds in the true film."""
        key = (measure.name, how)
        if key not in self._scores:
            self._scores[key] = measure.score(self.sight(how), self.truth)
        return self._scores[key]
