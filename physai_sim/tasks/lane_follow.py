"""Drive along a route of lanes to its end."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces

from physai_sim.core.geometry import Array
from physai_sim.tasks._driving import (
    Drive,
    DrivingConfig,
    check_car,
    check_roads,
    has_hit,
    privileged_boxes,
)
from physai_sim.tasks._lights import Lights, light_box
from physai_sim.tasks.base import Stage, Task, TaskFacts


class LaneFollowConfig(DrivingConfig):
    """From the start of which lane to the end of which."""

    start_lane: str
    goal_lane: str


class LaneFollow(Task[LaneFollowConfig]):
    """Follow the lane to the end of the route at the wanted speed.

    Task: drive from the start of the route to `stop_before_end_m` before its end.
    Start: near the centre of the first lane, with noise on offset, heading and speed.
    Observation: privileged `lane_state` (offset [m, left positive], heading error [rad], speed
        [m/s], wanted speed [m/s], way left [m]) and `lane_curvature` [1/m] at the preview
        distances; where the world has traffic lights, `light_state` too: the way to the next stop
        line [m, at most 50], and 1 for what the light shows: red, yellow, green.
    Action: the car's.
    Reward: at the wanted speed, on the centre line, it is 1.
    End: success at the end of the route; failure "collision" on touching anything but the road,
        "off_road" when the rear axle is more than `max_offset_m` from the centre line,
        "red_light" on coming over a stop line at red.
    """

    Config = LaneFollowConfig

    def check(self, stage: Stage) -> None:
        """See the base."""
        config = self.config
        check_car(stage, config.robot)
        route = check_roads(stage, "lane_follow").route(config.start_lane, config.goal_lane)
        self.drive = Drive(config, route, goal_m=route.length_m - config.stop_before_end_m)
        self._lights = Lights(self.drive, config.robot)

    def reset(self, stage: Stage, rng: np.random.Generator) -> None:
        """See the base."""
        self.drive.start(stage, rng)
        self._lights.start(stage)

    def reward(self, stage: Stage) -> float:
        """See the base."""
        return self.drive.reward(stage)

    def is_success(self, stage: Stage) -> bool:
        """See the base."""
        return all(self.conditions(stage).values())

    def failure(self, stage: Stage) -> str | None:
        """See the base."""
        if self.drive.now(stage).lost:
            return "off_road"
        if has_hit(stage, self.config.robot):
            return "collision"
        return "red_light" if self._lights.is_run(stage) else None

    def conditions(self, stage: Stage) -> dict[str, bool]:
        """See the base."""
        return {"at_goal": self.drive.is_at_goal(stage)}

    def privileged(self, stage: Stage) -> dict[str, Array]:
        """See the base."""
        lights = {"light_state": self._lights.state(stage)} if stage.world.signals else {}
        return {**self.drive.privileged(stage), **lights}

    def privileged_space(self, stage: Stage) -> dict[str, spaces.Box]:
        """See the base."""
        lights = {"light_state": light_box()} if stage.world.signals else {}
        return {**privileged_boxes(self.config), **lights}

    def facts(self, stage: Stage) -> TaskFacts:
        """See the base: the way that is to be driven, from start to goal."""
        del stage
        return self.drive.facts()
