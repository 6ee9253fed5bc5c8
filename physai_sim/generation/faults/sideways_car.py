"""A car moves where it does not point."""

from __future__ import annotations

import math
from typing import ClassVar

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Pose, from_rpy, multiply
from physai_sim.core.seeding import stream
from physai_sim.generation.faults._filming import Retouch, clip_of, retouched
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth
from physai_sim.simulation.world import World

ANGLE_RAD = math.radians(25.0)
# The car turns to that angle within this time.
TURNING_S = 0.5


class SidewaysCar(Fault):
    """A car turns by 25 degrees and goes on along its old path, with the camera that it carries.

    It is the car with the camera, or the first that the film shows.
    """

    name: ClassVar[str] = "sideways_car"
    caught_by: ClassVar[str] = "feasibility"
    world: ClassVar[str] = "lane_curve"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base; the seed draws to which side."""
        car = _car(truth)
        side = 1.0 if stream(seed, "faults/sideways_car").random() < 0.5 else -1.0
        shares = [min(k / (TURNING_S * truth.hz), 1.0) for k in range(len(truth.stamps_ns))]
        turns = {k: _turned(car, side * ANGLE_RAD * s) for k, s in enumerate(shares) if s > 0}
        return clip_of(self.name, truth, retouched(truth, turns))


def _car(truth: Truth) -> str:
    driven = [name for name, robot in truth.spec.robots.items() if robot.wheelbase_m is not None]
    others = [name for name in truth.poses if truth.infos[name].category == "vehicle"]
    cars = [*driven, *(name for name in others if name not in driven)]
    carrier = truth.camera.parent.partition("/")[0]
    if carrier in cars:
        return carrier
    seen = [name for name in cars if truth.mask(name).any()]
    if not seen:
        raise ConfigError(
            "no car is seen to be turned sideways",
            where=truth.source.name,
            got=", ".join(truth.poses),
            expected="a world with a car that the camera sees, or that carries it",
        )
    return seen[0]


def _turned(car: str, angle_rad: float) -> Retouch:
    turn = from_rpy(0.0, 0.0, angle_rad)

    def pose(world: World) -> None:
        here = world.bodies[car].base_pose()
        there = Pose(here.position_m, multiply(turn, here.rotation_xyzw))
        world.bodies[car].reset_base(there)

    return Retouch(pose)
