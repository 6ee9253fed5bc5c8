"""Pick a cube and put it on a plate."""

from __future__ import annotations

from physai_sim.core.scene_config import Vector
from physai_sim.tasks._tabletop import Tabletop, top_m
from physai_sim.tasks._tabletop_config import TabletopConfig
from physai_sim.tasks.base import Stage


class PickPlaceConfig(TabletopConfig):
    """What is picked, and the plate that it is put on."""

    cube: str
    plate: str


class PickPlace(Tabletop[PickPlaceConfig]):
    """Pick a cube from the table and put it on a plate.

    Task: bring the cube onto the middle of the plate and let go of it.
    Start: the arm at home; cube and plate anywhere in a rectangle, uniformly, a gap apart.
    Observation: privileged, world frame: tool, grip angle, cube with yaw and size, its place.
    Action: the arm's.
    Reward: 1 within the success distance, falling off smoothly with the cube's distance.
    End: success when the cube lies still on the plate, let go; failure "dropped" when it leaves
        the table.
    """

    Config = PickPlaceConfig

    def _cubes(self) -> tuple[str, ...]:
        return (self.config.cube,)

    def _strewn(self) -> tuple[str, ...]:
        return (self.config.cube, self.config.plate)

    def _places_m(self, stage: Stage) -> list[Vector]:
        plate = stage.world.bodies[self.config.plate]
        x, y, _ = plate.base_pose().position_m
        height = stage.world.bodies[self.config.cube].info.size_m[2]
        return [(x, y, top_m(plate) + height / 2)]
