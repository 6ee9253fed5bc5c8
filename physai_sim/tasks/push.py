"""Push a cube to a marked spot."""

from __future__ import annotations

from physai_sim.core.scene_config import Vector
from physai_sim.tasks._tabletop import Tabletop, top_m
from physai_sim.tasks._tabletop_config import TabletopConfig
from physai_sim.tasks.base import Stage


class PushConfig(TabletopConfig):
    """What is pushed, and the spot where it is to stand."""

    cube: str
    spot: str


class Push(Tabletop[PushConfig]):
    """Push a cube over the table to a marked spot.

    Task: bring the cube onto the spot and leave it there.
    Start: the arm at home; cube and spot anywhere in a rectangle, uniformly, a gap apart.
    Observation: privileged, world frame: tool, grip angle, cube with yaw and size, its place.
    Action: the arm's.
    Reward: 1 within the success distance, falling off smoothly with the cube's distance.
    End: success when the cube stands still on the spot, untouched; failure "dropped" when it
        leaves the table.
    """

    Config = PushConfig
    needs_gripper = False

    def _cubes(self) -> tuple[str, ...]:
        return (self.config.cube,)

    def _strewn(self) -> tuple[str, ...]:
        return (self.config.cube, self.config.spot)

    def _places_m(self, stage: Stage) -> list[Vector]:
        bodies = stage.world.bodies
        x, y, _ = bodies[self.config.spot].base_pose().position_m
        table, cube = bodies[self.config.table], bodies[self.config.cube]
        return [(x, y, top_m(table) + cube.info.size_m[2] / 2)]
