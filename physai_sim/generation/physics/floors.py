"""What the truth itself scores: no clip can be told to be better than that."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.rollouts import Expansion
from physai_sim.generation.physics.coding.coding import Coding
from physai_sim.generation.physics.coding.recoding import Recoded, recoded
from physai_sim.generation.physics.measures.base import Measure, Score
from physai_sim.generation.physics.overlap_doubts import with_doubts
from physai_sim.generation.physics.restyling import Looks
from physai_sim.generation.physics.sight import How, Sight
from physai_sim.generation.physics.tracking.look import look_at_truth
from physai_sim.generation.physics.truth import Truth


class Floors:
    """Scores of the true film, each made once: many clips can be held against one truth.

    A clip that was compressed is held against the true film that went through the same: each
    method takes the clip's coding, and clips of about the same quality share what is made.

    Args:
        truth: The episode.
    """

    def __init__(self, truth: Truth) -> None:
        self.truth = truth
        self._films: dict[Coding, Recoded] = {}
        self._sights: dict[tuple[How, Coding | None], Sight] = {}
        self._scores: dict[tuple[str, How, Coding | None], Score] = {}

    def film(self, coding: Coding) -> Recoded:
        """The true film as a codec leaves it."""
        coding = coding.rounded
        if coding not in self._films:
            self._films[coding] = recoded(self.truth.rgb, coding, hz=self.truth.hz)
        return self._films[coding]

    def sight(self, how: How, coding: Coding | None = None) -> Sight:
        """The true film as it is seen by the tracker, or by the engine's own masks.

        Masks are the engine's whatever the coding, while colours and motion come from the film
        that was compressed: what differs between the two is the tracker alone.
        """
        key = (how, coding and coding.rounded)
        if key not in self._sights:
            frames = self.truth.rgb if coding is None else self.film(coding).frames
            self._sights[key] = self._seen(frames, how, coding)
        return self._sights[key]

    def seen_in(self, looks: Looks, coding: Coding | None = None) -> Sight:
        """The true film in other looks, as the tracker sees it: made anew for each clip."""
        frames = looks.film(self.truth)
        if coding is not None:
            frames = recoded(frames, coding.rounded, hz=self.truth.hz).frames
        return self._seen(frames, "tracker", coding)

    def _seen(self, frames: NDArray[np.uint8], how: How, coding: Coding | None) -> Sight:
        seen = look_at_truth(self.truth, how=how, frames=frames)
        # The true film is meant to be as it was: measures of intent need to know.
        clip = replace(seen.clip, expansion=Expansion(), coding=coding)
        seen = replace(seen, clip=clip)
        return with_doubts(seen, self.truth) if how == "tracker" else seen

    def score(self, measure: Measure, how: How, coding: Coding | None = None) -> Score:
        """What a measure finds in the true film."""
        key = (measure.name, how, coding and coding.rounded)
        if key not in self._scores:
            self._scores[key] = measure.score(self.sight(how, coding), self.truth)
        return self._scores[key]
