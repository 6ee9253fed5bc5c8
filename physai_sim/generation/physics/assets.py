"""What the world file says of how bodies bounce and grip, to hold fitted constants against."""

from __future__ import annotations

import math

from physai_sim.core.scene_config import SceneConfig
from physai_sim.generation.physics.free_bodies import free_bodies
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.resimulation import concrete

# How far a bounce may be from the top of what is hit, beside what a track is worth [m].
NEAR_M = 0.03


def restitution_on(truth: Truth, body: str, height_m: float) -> float | None:
    """Of a body on the level thing below it: the engine multiplies both bodies' own.

    Args:
        truth: The episode.
        body: A free body.
        height_m: Of its middle when it bounces.

    Returns:
        None where nothing that stands still has its top there: it hit an edge, or another body.
    """
    config = free_bodies(truth)[body]
    lower = height_m - config.extents_m[2] / 2
    tops = _tops(concrete(truth.source).scene)
    top, restitution = min(tops, key=lambda top: abs(top[0] - lower), default=(math.inf, 0.0))
    return config.restitution * restitution if abs(top - lower) <= NEAR_M else None


def _tops(scene: SceneConfig) -> list[tuple[float, float]]:
    """Height of the top [m] and restitution of all that stands still."""
    still = [b for b in scene.bodies.values() if b.mass_kg == 0.0 and b.collides]
    tops = [(b.pose.position_m[2] + b.extents_m[2] / 2, b.restitution) for b in still]
    return tops if scene.ground is None else [*tops, (0.0, scene.ground.restitution)]
