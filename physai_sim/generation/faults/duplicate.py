"""A body is there twice."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from physai_sim.core.geometry import Array, Pose, rotation_matrix
from physai_sim.core.scene_config import BodyConfig
from physai_sim.generation.faults._filming import Retouch, clip_of, retouched
from physai_sim.generation.faults._subject import onset, shape_of, subject_of
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth
from physai_sim.simulation.world import World

# Of the body's largest extent, from the one to the other.
APART = 1.8


class Duplicate(Fault):
    """From a frame on, a second body of the same shape and colour moves beside what moves most."""

    name: ClassVar[str] = "duplicate"
    caught_by: ClassVar[str] = "permanence"
    world: ClassVar[str] = "falling_ball"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base."""
        body = subject_of(truth, self.name)
        shape, first = shape_of(truth, body), onset(truth, seed, self.name)
        offset = _offset_m(truth, body, shape)
        later = range(first, len(truth.stamps_ns))
        times = dict.fromkeys(later, _doubled(body, shape, offset))
        return clip_of(self.name, truth, retouched(truth, times))


def _doubled(body: str, shape: BodyConfig, offset_m: Array) -> Retouch:
    name = f"second_{body}"

    def pose(world: World) -> None:
        here = world.bodies[body].base_pose()
        x, y, z = (np.asarray(here.position_m) + offset_m).tolist()
        world.bodies[name].reset_base(Pose((x, y, z), here.rotation_xyzw))

    return Retouch(pose, {name: shape})


def _offset_m(truth: Truth, body: str, shape: BodyConfig) -> Array:
    """To that side of the picture where there is more room, level, shape (3,) [m]."""
    right = rotation_matrix(truth.camera_poses[0, 3:].tolist())[:, 0]
    columns = np.nonzero(truth.mask(body).any(axis=(0, 1)))[0]
    side = 1.0 if columns.mean() < truth.camera.width_px / 2 else -1.0
    result: Array = side * APART * max(shape.extents_m) * right
    return result
