"""Two films of one start with other actions: does the difference go where physics sends it?"""

from __future__ import annotations

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array
from physai_sim.generation.physics import steps
from physai_sim.generation.physics.measures.base import Score, unknown
from physai_sim.generation.physics.motion import Motion, motion_of, pixel_m
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth


def counterfactual(sight: Sight, truth: Truth, other_sight: Sight, other_truth: Truth) -> Score:
    """Cosine between the seen and the true difference of two films that start alike.

    A generator that plays what it has learned, whatever the actions, shows the same film twice:
    each may look right, and their difference is nothing.

    Args:
        sight: Of a clip.
        truth: What the engine says of its actions.
        other_sight: Of a clip from the same start, with other actions.
        other_truth: What the engine says of those.

    Returns:
        In [-1, 1], pooled over bodies and the frames that both have; None with a reason where the
        engine itself sees no difference that a tracker could.

    Raises:
        ConfigError: If the two do not start alike, or are not seen alike.
    """
    _check_alike(truth, other_truth)
    mine, others = motion_of(sight, truth), motion_of(other_sight, other_truth)
    names = sorted(mine.paths.keys() & others.paths.keys())
    parts = {"left_out": {**mine.doubts, **others.doubts}}
    pairs = {name: _differences(name, mine, others) for name in names}
    least = steps.MOVED_PX * pixel_m(truth)
    pairs = {n: (s, t) for n, (s, t) in pairs.items() if _largest(t) > least}
    if not pairs:
        return unknown("the two films differ by less than a tracker sees", **parts)
    by_body = {n: {"cosine": steps.cosine(*p), "gain": steps.gain(*p)} for n, p in pairs.items()}
    seen, true = (np.concatenate([p[k] for p in pairs.values()]) for k in (0, 1))
    return Score(steps.cosine(seen, true), parts={**parts, "by_body": by_body})


def _check_alike(truth: Truth, other: Truth) -> None:
    if (truth.hz, truth.camera) != (other.hz, other.camera):
        raise ConfigError(
            "the two films are not of one camera and rate",
            where="counterfactual",
            got=(other.view.camera, other.hz),
            expected=f"{truth.view.camera} at {truth.hz} Hz, of the same size",
        )
    starts = [{n: rows[0].tolist() for n, rows in t.poses.items()} for t in (truth, other)]
    if starts[0] != starts[1]:
        wrong = sorted(
            n for n in {**starts[0], **starts[1]} if starts[0].get(n) != starts[1].get(n)
        )
        raise ConfigError("the two films do not start alike", where="counterfactual", got=wrong)


def _differences(name: str, mine: Motion, others: Motion) -> tuple[Array, Array]:
    """Seen and true difference where all is known, shape (N, 3) each [m]."""
    a, b = mine.paths[name], others.paths[name]
    count = min(len(a.true), len(b.true))
    at = np.flatnonzero(a.known[:count] & b.known[:count])
    return a.across(b.seen[at] - a.seen[at], at), a.across(b.true[at] - a.true[at], at)


def _largest(rows: Array) -> float:
    return float(np.linalg.norm(rows, axis=1).max(initial=0.0))
