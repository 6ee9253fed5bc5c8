"""Whether a clip changes what it is meant to change, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np

from physai_sim.generation.physics import steps
from physai_sim.generation.physics.likeness import lab
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.measures.state_error import StateError
from physai_sim.generation.physics.motion import pixel_m
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth

# A just noticeable difference of colour in CIE L*a*b* (Mahy et al. 1994).
NOTICEABLE_LAB = 2.3


class IntendedChange(Measure):
    """State error of a clip whose change is known; it fails if the change itself is not there.

    For a change of looks, the states must be those of the source and the colours not. For a
    change of physics, the states must be those of the engine with that change, and nearer to
    them than to the source's.
    """

    name = "intended_change"
    number = "A11"
    question = "Does the clip change what it is meant to change, and only that?"
    unit = StateError.unit

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See the base."""
        expansion = sight.clip.expansion
        if expansion is None:
            return unknown("nobody says how the clip is meant to differ from its source")
        state = StateError().score(sight, truth)
        distance = colour_distance(sight, truth)
        parts: dict[str, Any] = {
            "kind": expansion.kind,
            "change": expansion.name,
            "settings": list(expansion.settings),
            "colour_distance_lab": distance,
        }
        if expansion.kind == "physics" and truth.before is not None:
            return self._changed_physics(sight, truth, state, parts)
        fault = None
        if expansion.kind == "appearance" and distance < NOTICEABLE_LAB:
            fault = (
                f"it looks as its source does: colours differ by {distance:.2g} of 100 in L*a*b*"
            )
        return Score(state.value, state.reason, parts, fault)

    def _changed_physics(
        self, sight: Sight, truth: Truth, state: Score, parts: dict[str, Any]
    ) -> Score:
        """The same of a change of physics; one that moves nothing cannot be seen in any film."""
        assert truth.before is not None, "there is a change"
        before, size = StateError().score(sight, truth.before), self.size_of_change(truth)
        told = {**parts, "state_error_to_source": before.value, "size_of_change_m": size}
        if size < steps.MOVED_PX * pixel_m(truth):
            what = f"the change moves bodies by {size:.2g} m, less than a tracker sees"
            return unknown(what, **told)
        return Score(state.value, state.reason, told, _unchanged(state, before, size))

    def size_of_change(self, truth: Truth) -> float:
        """How far the change moves bodies in the engine, root mean square [m]."""
        if truth.before is None:
            return 0.0
        bodies = truth.poses.keys() & truth.before.poses.keys()
        ways = [truth.poses[n][:, :3] - truth.before.poses[n][:, :3] for n in sorted(bodies)]
        return float(max((np.sqrt(np.mean(np.sum(w**2, axis=1))) for w in ways), default=0.0))

    def limit(self, floor: float, truth: Truth) -> float:
        """That of the state error."""
        return StateError().limit(floor, truth)


def colour_distance(sight: Sight, truth: Truth) -> float:
    """Mean distance of a clip's colours to the true film's, in CIE L*a*b*."""
    apart = lab(sight.clip.frames) - lab(truth.rgb)
    return float(np.mean(np.linalg.norm(apart, axis=-1)))


def _unchanged(state: Score, before: Score, size_m: float) -> str | None:
    """Why a change of physics is not there; None if it is, or other errors are larger than it."""
    if state.value is None or before.value is None or size_m <= state.value:
        return None
    if before.value > state.value:
        return None
    return "it shows the episode as it was: its states are nearer to the source's"
