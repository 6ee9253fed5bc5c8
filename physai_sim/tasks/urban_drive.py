"""Drive once round a loop, among other users of the road."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces

from physai_sim.core.geometry import Array
from physai_sim.roads.ahead import REACH_M, Ahead, nearest_ahead
from physai_sim.simulation.footprints import footprints, front_m
from physai_sim.tasks._driving import (
    Drive,
    DrivingConfig,
    check_car,
    check_roads,
    has_hit,
    privileged_boxes,
)
from physai_sim.tasks.base import Stage, Task, TaskFacts

# The gap that counts as right: at rest, and the time that speed adds (Treiber et al. 2000).
STANDSTILL_M = 2.0
HEADWAY_S = 1.5


class UrbanDriveConfig(DrivingConfig):
    """On which lane the loop begins."""

    start_lane: str


class UrbanDrive(Task[UrbanDriveConfig]):
    """Drive one lap in the lane, behind slower cars and around nobody.

    Task: from `start_m` on the closed route once round, to `stop_before_end_m` before the start.
    Start: near the centre of the lane, with noise on offset, heading and speed.
    Observation: privileged `lane_state` and `lane_curvature` as in lane_follow, and `ahead`: the
        free road to whoever is in the way (at most 50 m; who walks counts where he will be within
        2 s) and his speed along the road [m/s].
    Action: the car's.
    Reward: on the centre line, at the wanted speed or the one that the gap ahead allows, it is 1.
    End: success after the lap; failure "collision" on touching anything but the road, "off_road"
        when the rear axle is more than `max_offset_m` from the centre line.
    """

    Config = UrbanDriveConfig

    def check(self, stage: Stage) -> None:
        """See the base."""
        config = self.config
        check_car(stage, config.robot)
        route = check_roads(stage, "urban_drive").loop(config.start_lane)
        goal_m = config.start_m + route.length_m - config.stop_before_end_m
        self.drive = Drive(config, route, goal_m=goal_m)

    def reset(self, stage: Stage, rng: np.random.Generator) -> None:
        """See the base."""
        self.drive.start(stage, rng)

    def reward(self, stage: Stage) -> float:
        """See the base."""
        ahead = self._ahead(stage)
        allowed = max(ahead.speed_mps, (ahead.gap_m - STANDSTILL_M) / HEADWAY_S, 0.0)
        return self.drive.reward(stage, wanted_mps=min(self.config.speed_mps, allowed))

    def is_success(self, stage: Stage) -> bool:
        """See the base."""
        return all(self.conditions(stage).values())

    def failure(self, stage: Stage) -> str | None:
        """See the base."""
        if has_hit(stage, self.config.robot):
            return "collision"
        return "off_road" if self.drive.now(stage).lost else None

    def conditions(self, stage: Stage) -> dict[str, bool]:
        """See the base."""
        return {"at_goal": self.drive.is_at_goal(stage)}

    def privileged(self, stage: Stage) -> dict[str, Array]:
        """See the base."""
        return {**self.drive.privileged(stage), "ahead": np.array(self._ahead(stage))}

    def privileged_space(self, stage: Stage) -> dict[str, spaces.Box]:
        """See the base."""
        del stage
        # A gap is negative where boxes overlap already.
        low, high = np.array([-20.0, -100.0]), np.array([REACH_M, 100.0])
        return {**privileged_boxes(self.config), "ahead": spaces.Box(low, high, dtype=np.float64)}

    def facts(self, stage: Stage) -> TaskFacts:
        """See the base: the lap."""
        del stage
        return self.drive.facts()

    def _ahead(self, stage: Stage) -> Ahead:
        name, world = self.config.robot, stage.world
        return nearest_ahead(
            self.drive.route,
            self.drive.now(stage).s_m,
            footprints(world, but=name),
            front_m=front_m(world, name),
        )
