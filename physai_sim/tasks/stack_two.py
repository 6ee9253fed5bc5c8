"""Stack one cube on another."""

from __future__ import annotations

from physai_sim.core.scene_config import Vector
from physai_sim.tasks._tabletop import Tabletop, top_m
from physai_sim.tasks._tabletop_config import TabletopConfig
from physai_sim.tasks.base import Stage


class StackTwoConfig(TabletopConfig):
    """Which cube goes on which."""

    upper: str
    lower: str


class StackTwo(Tabletop[StackTwoConfig]):
    """Put one cube on top of another.

    Task: bring the upper cube onto the lower one, wherever that stands, and let go of it.
    Start: the arm at home; both anywhere in a rectangle, uniformly, a gap apart.
    Observation: privileged, world frame: tool, grip angle, the upper cube with yaw and size, its
        place on the lower one.
    Action: the arm's.
    Reward: 1 within the success distance, falling off smoothly with the upper cube's distance.
    End: success when it lies still on the lower one, let go; failure "dropped" when either
        leaves the table.
    """

    Config = StackTwoConfig

    def failure(self, stage: Stage) -> str | None:
        """See the base; without the lower cube there is nothing to stack on."""
        lower = stage.world.bodies[self.config.lower].base_pose().position_m[2]
        lost = lower < self._top_m(stage)
        return "dropped" if lost else super().failure(stage)

    def _cubes(self) -> tuple[str, ...]:
        return (self.config.upper,)

    def _strewn(self) -> tuple[str, ...]:
        return (self.config.upper, self.config.lower)

    def _places_m(self, stage: Stage) -> list[Vector]:
        lower = stage.world.bodies[self.config.lower]
        x, y, _ = lower.base_pose().position_m
        height = stage.world.bodies[self.config.upper].info.size_m[2]
        return [(x, y, top_m(lower) + height / 2)]
