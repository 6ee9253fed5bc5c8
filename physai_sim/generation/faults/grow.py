"""A body becomes larger and larger."""

from __future__ import annotations

from typing import ClassVar

from physai_sim.core.geometry import Pose
from physai_sim.core.scene_config import BodyConfig
from physai_sim.generation.faults._filming import Retouch, clip_of, hidden, retouched
from physai_sim.generation.faults._subject import shape_of, subject_of
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth
from physai_sim.simulation.world import World

SHARE = 0.2


class Grow(Fault):
    """What moves most grows evenly by 20 % in each direction; physics knows nothing of it."""

    name: ClassVar[str] = "grow"
    caught_by: ClassVar[str] = "permanence"
    world: ClassVar[str] = "falling_ball"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base; it draws nothing."""
        del seed
        body = subject_of(truth, self.name)
        shape, last = shape_of(truth, body), len(truth.stamps_ns) - 1
        times = {k: _grown(body, shape, 1.0 + SHARE * k / last) for k in range(1, last + 1)}
        return clip_of(self.name, truth, retouched(truth, times))


def _grown(body: str, shape: BodyConfig, factor: float) -> Retouch:
    name, hide = f"grown_{body}", hidden(body)

    def pose(world: World) -> None:
        here: Pose = world.bodies[body].base_pose()
        hide(world)
        world.bodies[name].reset_base(here)

    return Retouch(pose, {name: _scaled(shape, factor)})


def _scaled(shape: BodyConfig, factor: float) -> BodyConfig:
    x, y, z = shape.size_m or (0.0, 0.0, 0.0)
    changes = {
        "size_m": (x * factor, y * factor, z * factor) if shape.size_m else None,
        "radius_m": shape.radius_m and shape.radius_m * factor,
        "height_m": shape.height_m and shape.height_m * factor,
    }
    return shape.model_copy(update=changes)
