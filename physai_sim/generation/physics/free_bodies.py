"""Bodies of a scene that physics moves, and where a clip shows them.

Legend: T frames.
"""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.core.scene_config import BodyConfig
from physai_sim.generation.physics.lifting import body_middle, lifted
from physai_sim.generation.physics.motion import by_mask
from physai_sim.generation.physics.sight import Sight, Track
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.resimulation import concrete


def free_bodies(truth: Truth) -> dict[str, BodyConfig]:
    """Boxes, spheres and cylinders with a mass, as the episode drew them, by name."""
    bodies = concrete(truth.source).scene.bodies
    return {n: b for n, b in bodies.items() if b.mass_kg > 0.0 and b.collides and n in truth.poses}


def still_bodies(truth: Truth) -> set[str]:
    """What nothing can move: the ground, roads, houses, and bodies without a mass."""
    scene = concrete(truth.source).scene.bodies
    bodies = {name for name in truth.infos if name not in truth.poses}
    return bodies | {name for name, body in scene.items() if body.mass_kg == 0.0}


def free_tracks(sight: Sight, truth: Truth) -> dict[str, Track]:
    """Tracks of free bodies that are not in doubt, by name."""
    free = free_bodies(truth)
    return {n: t for n, t in sight.tracks.items() if n in free and t.doubt is None}


def doubts(sight: Sight, truth: Truth) -> dict[str, str]:
    """Why free bodies are not judged, by name."""
    told = {
        n: sight.tracks[n].doubt if n in sight.tracks else "not seen in the first frame"
        for n in free_bodies(truth)
    }
    return {name: why for name, why in told.items() if why is not None}


def middles(track: Track, truth: Truth) -> Array:
    """Where the middle of a body was, NaN where it was not seen, shape (T, 3) [m].

    What hides a part of a body moves the mean of its pixels away from its middle. The engine's
    own mask tells by how much it does so in the true film, and that is taken off.
    """
    seen, true = lifted(track, truth), lifted(by_mask(track, truth), truth)
    bias = true - body_middle(truth, track.body)
    result: Array = seen - np.where(np.isfinite(bias), bias, 0.0)
    return result
