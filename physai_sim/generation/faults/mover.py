"""Something moves through the picture that is not there."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from physai_sim.core.geometry import Pose
from physai_sim.core.scene_config import BodyConfig
from physai_sim.core.seeding import stream
from physai_sim.generation.faults._filming import Retouch, clip_of, retouched
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth
from physai_sim.simulation.world import World

# Size and path in shares of what the camera sees at its distance; distance in shares of that of
# the nearest tenth of the picture's middle.
SIZE, FROM, TO, DISTANCE = 0.12, -0.45, 0.45, 0.8


class Mover(Fault):
    """A box crosses the picture in front of everything, from its second frame to its last.

    The seed draws its colour, its height in the picture and to which side it goes.
    """

    name: ClassVar[str] = "mover"
    caught_by: ClassVar[str] = "hallucination"
    world: ClassVar[str] = "pick_place"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base."""
        rng, last = stream(seed, "faults/mover"), len(truth.stamps_ns) - 1
        away = _distance_m(truth)
        wide = away * truth.camera.width_px / truth.camera.focal_px
        colour = (*rng.uniform(0.1, 0.9, 3).tolist(), 1.0)
        box = BodyConfig.model_validate(
            {"shape": "box", "size_m": (SIZE * wide,) * 3, "collides": False, "color_rgba": colour}
        )
        down, side = rng.uniform(-0.2, 0.2), rng.choice([-1.0, 1.0])
        times = {}
        for k in range(1, last + 1):
            across = side * (FROM + (TO - FROM) * k / last)
            times[k] = _placed(box, truth, (across * wide, down * wide, away), frame=k)
        return clip_of(self.name, truth, retouched(truth, times))


def _placed(
    box: BodyConfig, truth: Truth, optical_m: tuple[float, float, float], *, frame: int
) -> Retouch:
    """The box at a point of the camera's frame, upright in the world."""
    row = truth.camera_poses[frame].tolist()
    eye = Pose((row[0], row[1], row[2]), (row[3], row[4], row[5], row[6]))
    there = Pose(eye.compose(Pose(optical_m)).position_m)

    def pose(world: World) -> None:
        world.bodies["mover"].reset_base(there)

    return Retouch(pose, {"mover": box})


def _distance_m(truth: Truth) -> float:
    """In front of what is seen in the middle rows, in all frames."""
    height = truth.camera.height_px
    middle = truth.depth_m[:, height // 4 : 3 * height // 4]
    near = float(np.percentile(middle[np.isfinite(middle)], 10))
    return max(DISTANCE * near, 2.0 * truth.camera.near_m)
