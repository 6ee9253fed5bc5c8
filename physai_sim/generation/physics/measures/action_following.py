"""A2: whether what actions direct moves as they ask, and rests when they ask for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from physai_sim.generation.physics import steps
from physai_sim.generation.physics.measures.base import Better, Measure, Score, unknown
from physai_sim.generation.physics.motion import Path, motion_of, pixel_m
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth

STILL_M = 0.001  # the engine's own motion of a body that is told to rest
FOLLOWS = 0.8  # cosine of 37 degrees
ALLOWED_PX = 2.0


class ActionFollowing(Measure):
    """Cosine between seen and true displacements of robots and of what they touch.

    All displacements of a body over a quarter of a second are one vector, so that long ones
    count for more than those that are mostly noise; the value is the mean over bodies. Where
    actions ask for rest, the value is no better than the share of the seen motion that two pixels
    explain: a film that drifts does not follow. An episode in which nothing that actions direct
    moves tells nothing: what its film shows there is the noise of the tracker alone.

    A clip may reach four fifths of what the true film reaches (directions off by 37 degrees).
    """

    name = "action_following"
    number = "A2"
    question = "Do robots, and what they push, move as the actions ask?"
    better: ClassVar[Better] = "higher"
    catches = ("shuffled_actions",)

    def applies(self, truth: Truth) -> bool:
        """Whether there is a robot to command."""
        return bool(truth.spec.robots)

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See `Measure`."""
        pixel = pixel_m(truth)
        if not steps.is_directed_to_move(truth, pixel):
            return unknown("actions move nothing by two pixels in this episode")
        motion = motion_of(sight, truth)
        paths = steps.followed(motion.paths, truth)
        doubts = {n: d for n, d in motion.doubts.items() if n in steps.directed(truth)}
        parts: dict[str, Any] = {"left_out": doubts}
        if not paths:
            return unknown("nothing that actions direct can be followed in this film", **parts)
        parts["by_body"] = _by_body(paths, truth, pixel)
        cosines = [told["cosine"] for told in parts["by_body"].values()]
        parts["stillness"] = _stillness(paths, truth, pixel)
        values = [float(np.mean(cosines))] if cosines else []
        values += [parts["stillness"]] if parts["stillness"] is not None else []
        if not values:
            return unknown("nothing that actions direct moves by two pixels, or rests", **parts)
        return Score(min(values), parts=parts)

    def limit(self, floor: float, truth: Truth) -> float:
        """See `Measure`."""
        del truth
        return FOLLOWS * floor


def _by_body(paths: Mapping[str, Path], truth: Truth, pixel: float) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for name, path in paths.items():
        seen, true = steps.steps(path, truth)
        if len(true) and steps.moves(path, pixel):
            found[name] = {"cosine": steps.cosine(seen, true), "gain": steps.gain(seen, true)}
    return found


def _stillness(paths: Mapping[str, Path], truth: Truth, pixel: float) -> float | None:
    """Share of the motion at rest that the tracker explains, at most 1; None without rest."""
    lengths = []
    for path in paths.values():
        seen, true = steps.steps(path, truth)
        still = np.linalg.norm(true, axis=1) < STILL_M
        lengths.append(np.linalg.norm(seen[still], axis=1))
    found = np.concatenate(lengths)
    if not found.size:
        return None
    rms = float(np.sqrt((found**2).mean()))
    return min(1.0, ALLOWED_PX * pixel / rms) if rms > 0.0 else 1.0
