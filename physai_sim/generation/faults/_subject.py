"""Which body a fault befalls, and from when on."""

from __future__ import annotations

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.core.scene_config import BodyConfig
from physai_sim.core.seeding import stream
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.resimulation import concrete


def subject_of(truth: Truth, fault: str) -> str:
    """The body that moves farthest while it is seen, robots left out.

    Raises:
        ConfigError: If no such body is seen to move.
    """
    ways = {name: _way_m(truth, name) for name in loose(truth)}
    name = max(ways, key=lambda n: ways[n], default=None)
    if name is None or ways[name] == 0.0:
        raise ConfigError(
            f"the fault {fault} needs a body that moves on its own",
            where=truth.source.name,
            got=", ".join(truth.poses),
            expected="a body of the scene with a mass_kg, seen from the first frame on",
        )
    return name


def loose(truth: Truth) -> list[str]:
    """Bodies of the world file that can move and are seen in the first frame."""
    bodies = concrete(truth.source).scene.bodies
    can_move = [name for name in truth.poses if name in bodies and bodies[name].mass_kg > 0]
    return [name for name in can_move if truth.mask(name)[0].any()]


def shape_of(truth: Truth, name: str) -> BodyConfig:
    """A body of the world file, as something that is only seen."""
    body = concrete(truth.source).scene.bodies[name]
    return body.model_copy(update={"mass_kg": 0.0, "collides": False, "velocity_mps": (0, 0, 0)})


def onset(truth: Truth, seed: int, fault: str, *, lasts: int = 1) -> int:
    """The frame in which a fault begins: in the second quarter of the film, by its seed.

    Args:
        truth: The film.
        seed: Of the fault.
        fault: Its name.
        lasts: Frames that must be left.

    Raises:
        ConfigError: If the film is too short.
    """
    count = len(truth.stamps_ns)
    first = count // 4 + int(stream(seed, f"faults/{fault}").integers(max(count // 4, 1)))
    if first < 1 or first + lasts >= count:
        raise ConfigError(
            f"the film is too short for the fault {fault}",
            where=truth.source.name,
            got=f"{count} frames",
            expected=f"at least {4 * (lasts + 1)}",
        )
    return first


def _way_m(truth: Truth, name: str) -> float:
    steps = np.diff(truth.poses[name][:, :3], axis=0)
    return float(np.linalg.norm(steps, axis=1).sum())
