"""Turn left, go straight on or turn right at a junction, as told."""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

import numpy as np
from gymnasium import spaces

from physai_sim.core.geometry import Array
from physai_sim.core.strict import StrictModel
from physai_sim.tasks._driving import (
    Drive,
    DrivingConfig,
    check_car,
    check_roads,
    has_hit,
    privileged_boxes,
)
from physai_sim.tasks.base import Stage, Task, TaskFacts

Maneuver = Literal["left", "straight", "right"]
MANEUVERS: tuple[Maneuver, ...] = ("left", "straight", "right")
INSTRUCTIONS = MappingProxyType(
    {
        "left": "Turn left at the junction.",
        "straight": "Go straight on at the junction.",
        "right": "Turn right at the junction.",
    }
)


class ExitsConfig(StrictModel):
    """The lane at whose end each maneuver is done."""

    left: str
    straight: str
    right: str


class IntersectionTurnConfig(DrivingConfig):
    """Where it comes from, where each way leads, and which is asked for."""

    start_lane: str
    exits: ExitsConfig
    maneuver: Maneuver | Literal["random"] = "random"


class IntersectionTurn(Task[IntersectionTurnConfig]):
    """Take the exit of a junction that the instruction names.

    Task: drive from `start_lane` through the junction to `stop_before_end_m` before the end of
        the exit lane. `maneuver` fixes which, "random" draws it for each episode.
    Start: near the centre of the first lane, with noise on offset, heading and speed.
    Observation: the instruction says which way; privileged `lane_state` and `lane_curvature` as
        in lane_follow, along the right way, and `maneuver` (left 1, straight 0, right -1).
    Action: the car's.
    Reward: at the wanted speed, on the centre line of the right way, it is 1.
    End: success at the end of the right exit; failure "collision" on touching anything but the
        road, "wrong_way" when the car is on a lane that is not on its way, "off_road" when it is
        on none.
    """

    Config = IntersectionTurnConfig

    def check(self, stage: Stage) -> None:
        """See the base."""
        config = self.config
        check_car(stage, config.robot)
        roads = check_roads(stage, "intersection_turn")
        self._drives: dict[Maneuver, Drive] = {}
        for way in MANEUVERS:
            route = roads.route(config.start_lane, getattr(config.exits, way))
            goal_m = route.length_m - config.stop_before_end_m
            self._drives[way] = Drive(config, route, goal_m=goal_m)
        self._choose(MANEUVERS[0])

    def reset(self, stage: Stage, rng: np.random.Generator) -> None:
        """See the base."""
        drawn = MANEUVERS[int(rng.integers(len(MANEUVERS)))]
        self._choose(drawn if self.config.maneuver == "random" else self.config.maneuver)
        self.drive.start(stage, rng)

    def _choose(self, maneuver: Maneuver) -> None:
        self.maneuver, self.drive = maneuver, self._drives[maneuver]

    def instruction(self, stage: Stage) -> str | None:
        """See the base: the maneuver of this episode."""
        del stage
        return INSTRUCTIONS[self.maneuver]

    def reward(self, stage: Stage) -> float:
        """See the base."""
        return self.drive.reward(stage)

    def is_success(self, stage: Stage) -> bool:
        """See the base."""
        return all(self.conditions(stage).values())

    def failure(self, stage: Stage) -> str | None:
        """See the base."""
        if has_hit(stage, self.config.robot):
            return "collision"
        if not self.drive.now(stage).lost:
            return None
        x_m, y_m, _ = stage.world.bodies[self.config.robot].base_pose().position_m
        is_on_road = check_roads(stage, "intersection_turn").is_on_road(x_m, y_m)
        return "wrong_way" if is_on_road else "off_road"

    def conditions(self, stage: Stage) -> dict[str, bool]:
        """See the base."""
        return {"at_goal": self.drive.is_at_goal(stage)}

    def privileged(self, stage: Stage) -> dict[str, Array]:
        """See the base."""
        turn = 1.0 - MANEUVERS.index(self.maneuver)
        return {**self.drive.privileged(stage), "maneuver": np.array([turn])}

    def privileged_space(self, stage: Stage) -> dict[str, spaces.Box]:
        """See the base."""
        del stage
        return {
            **privileged_boxes(self.config),
            "maneuver": spaces.Box(-1.0, 1.0, (1,), np.float64),
        }

    def facts(self, stage: Stage) -> TaskFacts:
        """See the base: the way that this episode asks for."""
        del stage
        return self.drive.facts()
