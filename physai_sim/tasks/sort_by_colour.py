"""Sort cubes into trays by colour."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pydantic import model_validator

from physai_sim.core.errors import UnknownNameError
from physai_sim.core.scene_config import Name, Vector
from physai_sim.tasks._tabletop import Tabletop, top_m
from physai_sim.tasks._tabletop_config import TabletopConfig
from physai_sim.tasks.base import Stage


class SortByColourConfig(TabletopConfig):
    """Which cubes belong into which tray; a tray is the box that the cubes are to lie on."""

    trays: Mapping[Name, tuple[Name, ...]]

    @model_validator(mode="after")
    def _gives_each_cube_one_tray(self) -> SortByColourConfig:
        cubes = [cube for part in self.trays.values() for cube in part]
        twice = sorted({cube for cube in cubes if cubes.count(cube) > 1})
        if twice or not cubes:
            raise ValueError(f"each cube must be in one tray, got {', '.join(twice) or 'no cube'}")
        return self


class SortByColour(Tabletop[SortByColourConfig]):
    """Sort cubes into trays by colour.

    Task: bring every cube into the tray of its colour, anywhere in it, and let go of it.
    Start: the arm at home; the cubes anywhere in a rectangle, uniformly, gaps apart.
    Observation: privileged, world frame: tool, grip angle, the cubes with yaw and size, and a
        place in the right tray for each.
    Action: the arm's.
    Reward: mean over the cubes; 1 in the tray, falling off smoothly with the distance to it.
    End: success when all lie still in their trays, let go; failure "dropped" when one leaves
        the table.
    """

    Config = SortByColourConfig

    def check(self, stage: Stage) -> None:
        """See the base."""
        super().check(stage)
        bodies = stage.world.bodies
        for tray in self.config.trays:
            if tray not in bodies:
                raise UnknownNameError("no such body", where="task.trays", got=tray, known=bodies)

    def _cubes(self) -> tuple[str, ...]:
        return tuple(cube for part in self.config.trays.values() for cube in part)

    def _strewn(self) -> tuple[str, ...]:
        return self._cubes()

    def _places_m(self, stage: Stage) -> list[Vector]:
        """Cubes of a tray stand in a row along x, evenly."""
        places: list[Vector] = []
        for tray, cubes in self.config.trays.items():
            body = stage.world.bodies[tray]
            (x, y, _), length = body.base_pose().position_m, body.info.size_m[0]
            for k, cube in enumerate(cubes):
                along = (k + 0.5) / len(cubes) - 0.5
                height = stage.world.bodies[cube].info.size_m[2]
                places.append((x + along * length, y, top_m(body) + height / 2))
        return places

    def _misses_m(self, stage: Stage) -> list[float]:
        """How far the centre of each cube is from where it would lie in the tray [m]."""
        trays = (tray for tray, cubes in self.config.trays.items() for _ in cubes)
        parts = zip(trays, self._positions_m(stage), self._places_m(stage), strict=True)
        return [self._outside_m(stage, *part) for part in parts]

    def _outside_m(self, stage: Stage, tray: str, here: Vector, place: Vector) -> float:
        body = stage.world.bodies[tray]
        (x, y, _), (length, width, _) = body.base_pose().position_m, body.info.size_m
        dx = max(abs(here[0] - x) - length / 2, 0.0)
        dy = max(abs(here[1] - y) - width / 2, 0.0)
        return math.hypot(dx, dy, here[2] - place[2])
