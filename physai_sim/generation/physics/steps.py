"""How bodies move from one instant to a later one: what a clip and the engine have in common.

Legend: T frames, L frames of a step, B bodies.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.motion import Path
from physai_sim.generation.physics.truth import Truth

STEP_S = 0.25  # long enough that a slow arm moves by more than a pixel
MOVED_PX = 2.0
NOTHING = 1e-6  # of the true motion: rounding, which has a direction too


def step_frames(truth: Truth) -> int:
    """Frames of a step, at least one."""
    return max(1, round(STEP_S * truth.hz))


def steps(path: Path, truth: Truth) -> tuple[Array, Array]:
    """Seen and true displacement over a step from each frame on, as far as the camera sees it.

    Returns:
        Two arrays of equal shape (N, 3), N <= T - L [m].
    """
    count = step_frames(truth)
    at = np.flatnonzero(path.known[count:] & path.known[:-count])
    seen, true = (rows[at + count] - rows[at] for rows in (path.seen, path.true))
    return path.across(seen, at), path.across(true, at)


def directed(truth: Truth) -> tuple[str, ...]:
    """Bodies that go where actions send them: robots, and what robots touch that can move."""
    robots = set(truth.spec.robots)
    touched = {
        name
        for contacts in truth.contacts
        for contact in contacts
        for name in (contact.body_a, contact.body_b)
    }
    return tuple(name for name in truth.poses if name in robots or name in touched)


def moves(path: Path, pixel: float) -> bool:
    """Whether the engine moves it further than a tracker may be off."""
    true = path.true[path.known]
    return bool(np.linalg.norm(true - true[0], axis=1).max(initial=0.0) > MOVED_PX * pixel)


def is_directed_to_move(truth: Truth, pixel: float) -> bool:
    """Whether anything that actions direct goes further than a tracker may be off."""
    for name in directed(truth):
        true = truth.tools.get(name, truth.poses[name])[:, :3]
        if np.linalg.norm(true - true[0], axis=1).max() > MOVED_PX * pixel:
            return True
    return False


def cosine(seen: Array, true: Array) -> float:
    """Cosine between all displacements as one vector; 0 if nothing is seen to move."""
    lengths = float(np.linalg.norm(seen)), float(np.linalg.norm(true))
    if lengths[0] <= NOTHING * lengths[1]:
        return 0.0
    return float((seen * true).sum()) / (lengths[0] * lengths[1])


def gain(seen: Array, true: Array) -> float:
    """Length of what is seen along what is true, as a share of the latter."""
    return float((seen * true).sum() / (true**2).sum())


def followed(paths: Mapping[str, Path], truth: Truth) -> dict[str, Path]:
    """Paths of the directed bodies."""
    names = directed(truth)
    return {name: path for name, path in paths.items() if name in names}
