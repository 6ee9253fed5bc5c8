"""A3: whether the actions that a clip shows are those that were asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.recovery import (
    Recovery,
    explained_by_name,
    recovered,
)
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth

COSMOS_BAR = 0.05
# Films in other colours and another light are worse than the floor by a tenth and by 0.003.
TIMES, MARGIN = 1.5, COSMOS_BAR / 10


class InverseDynamics(Measure):
    """Mean square error of recovered actions; each number as a share of half its range.

    The model that recovers them has learned from films of the simulator alone, of the same world
    and camera, with other seeds. Numbers that it cannot tell in true films are left out. Actions
    from -1 to 1 are what the bar of Cosmos 3 (0.05) is for; it stands beside the value.

    The limit is half as much again as the floor, and a tenth of that bar. Beyond it a clip fails
    only if it is worse than every true film that the model was tried on, over as many actions: a
    short film shows few, and their error is large or small by chance.
    """

    name = "inverse_dynamics"
    number = "A3"
    question = "Does the film show the actions that were asked for?"
    catches = ("time_warp",)

    def applies(self, truth: Truth) -> bool:
        """Whether anything is commanded that changes."""
        return bool(truth.source.actions.size and np.ptp(truth.source.actions, axis=0).any())

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See `Measure`."""
        found = recovered(sight.clip.frames, truth)
        parts: dict[str, Any] = {
            "explained": explained_by_name(found, truth),
            "strangeness": found.strangeness,
        }
        if (doubt := found.doubt()) is not None:
            return unknown(doubt, **parts)
        errors = _errors(found, truth)
        by_number = dict(zip(truth.spec.action_names, errors.tolist(), strict=True))
        told = [n for n, is_told in zip(by_number, found.told, strict=True) if is_told]
        value = float(errors[found.told].mean())
        true = _value(truth.rgb, truth)
        nothing = float(_errors(found.of_nothing(), truth)[found.told].mean())
        if TIMES * true + MARGIN >= nothing:
            told_of_nothing = f"{nothing:.3g}, those of the true film {true:.3g}"
            return unknown(f"actions of a film that shows none would err by {told_of_nothing}")
        parts |= {
            "by_number": {n: by_number[n] for n in told},
            "left_out": [n for n in by_number if n not in told],
            "of_true_film": value / true if true > 0.0 else None,
            "within_cosmos_bar": value <= COSMOS_BAR,
        }
        return Score(value, parts=parts, worst_true=found.worst_true)

    def limit(self, floor: float, truth: Truth) -> float:
        """See `Measure`."""
        del truth
        return TIMES * floor + MARGIN


def _value(frames: NDArray[np.uint8], truth: Truth) -> float:
    found = recovered(frames, truth)
    return float(_errors(found, truth)[found.told].mean())


def _errors(found: Recovery, truth: Truth) -> Array:
    """Mean square error of each number of the action, from -1 to 1, shape (A,)."""
    half = (truth.spec.action_high - truth.spec.action_low) / 2.0
    off = found.actions - truth.source.actions[: len(found.actions)]
    result: Array = ((off / half) ** 2).mean(axis=0)
    return result
