"""Drive along a route of lanes to its end."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from gymnasium import spaces
from pydantic import Field

from physai_sim.core.config import ComponentConfig
from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array, Pose, from_rpy, wrap_angle
from physai_sim.core.scene_config import NotNegative, Positive
from physai_sim.roads.route import Route
from physai_sim.robots.sedan import Sedan
from physai_sim.simulation.contacts import contacts_of
from physai_sim.tasks.base import Stage, Task, TaskFacts, tolerance

ROUTE_SPACING_M = 0.5
HARMLESS = ("ground", "road")


class LaneFollowConfig(ComponentConfig):
    """Who drives where, how fast, how it may start, and what is allowed."""

    robot: str
    start_lane: str
    goal_lane: str
    speed_mps: Positive
    start_m: NotNegative = 5.0
    stop_before_end_m: NotNegative = 5.0
    start_offset_m: NotNegative = 0.0
    start_heading_rad: NotNegative = 0.0
    start_speed_mps: tuple[NotNegative, NotNegative] = (0.0, 0.0)
    max_offset_m: Positive = 1.75
    preview_m: Annotated[tuple[NotNegative, ...], Field(min_length=1)] = (
        0.0,
        4.0,
        8.0,
        12.0,
        16.0,
    )


class Place(NamedTuple):
    """Where the car is on its route."""

    stamp: tuple[int, int]
    s_m: float
    offset_m: float
    heading_rad: float
    speed_mps: float
    lost: bool


class LaneFollow(Task[LaneFollowConfig]):
    """Follow the lane to the end of the route at the wanted speed.

    Task: drive from the start of the route to `stop_before_end_m` before its end.
    Start: near the centre of the first lane, with noise on offset, heading and speed.
    Observation: privileged `lane_state` (offset [m, left positive], heading error [rad], speed
        [m/s], wanted speed [m/s], way left [m]) and `lane_curvature` [1/m] at the preview
        distances.
    Action: the car's.
    Reward: at the wanted speed, on the centre line, it is 1.
    End: success at the end of the route; failure "collision" on touching anything but the road,
        "off_road" when the rear axle is more than `max_offset_m` from the centre line.
    """

    Config = LaneFollowConfig

    def check(self, stage: Stage) -> None:
        """See the base."""
        robot = stage.robot(self.config.robot, where="task.robot")
        if not isinstance(robot, Sedan):
            raise ConfigError(
                "this robot cannot drive", where="task.robot", got=robot.name, expected="a car"
            )
        if stage.roads is None:
            raise ConfigError("lane_follow needs roads", where="task", expected="a `roads:` part")
        self._route: Route = stage.roads.route(self.config.start_lane, self.config.goal_lane)
        self._width_m = stage.roads.lane(self.config.start_lane).width_m
        self._goal_m = self._route.length_m - self.config.stop_before_end_m
        if self._goal_m <= self.config.start_m:
            raise ConfigError(
                "the route ends before it starts",
                where="task",
                got=f"start_m {self.config.start_m}, goal at {self._goal_m:.2f} m",
            )

    def reset(self, stage: Stage, rng: np.random.Generator) -> None:
        """See the base."""
        config, (offset, heading) = self.config, rng.uniform(-1.0, 1.0, 2)
        start = self._route.pose_at(config.start_m).moved(0.0, offset * config.start_offset_m)
        yaw = start.yaw_rad + float(heading) * config.start_heading_rad
        pose = Pose((float(start.x_m), float(start.y_m), 0.0), from_rpy(0.0, 0.0, yaw))
        car = stage.robots[config.robot]
        assert isinstance(car, Sedan), "checked before the first episode"
        car.place(pose, speed_mps=float(rng.uniform(*config.start_speed_mps)))
        self._last_s_m = config.start_m
        self._place: Place | None = None

    def reward(self, stage: Stage) -> float:
        """See the base."""
        place, config = self._now(stage), self.config
        wanted = config.speed_mps
        speed = tolerance(place.speed_mps, low=0.9 * wanted, high=1.05 * wanted, margin=wanted)
        offset = tolerance(place.offset_m, low=-0.2, high=0.2, margin=config.max_offset_m)
        return speed * offset

    def is_success(self, stage: Stage) -> bool:
        """See the base."""
        place = self._now(stage)
        return place.s_m >= self._goal_m and not place.lost

    def failure(self, stage: Stage) -> str | None:
        """See the base."""
        if self._now(stage).lost:
            return "off_road"
        car = stage.world.bodies[self.config.robot]
        touched = (stage.world.bodies[c.body_b].info for c in contacts_of(stage.world, car))
        return "collision" if any(t.category not in HARMLESS for t in touched) else None

    def privileged(self, stage: Stage) -> dict[str, Array]:
        """See the base."""
        place, wanted = self._now(stage), self.config.speed_mps
        left = max(self._goal_m - place.s_m, 0.0)
        state = [place.offset_m, place.heading_rad, place.speed_mps, wanted, left]
        return {
            "lane_state": np.array(state),
            "lane_curvature": self._route.curvature_ahead(place.s_m, self.config.preview_m),
        }

    def privileged_space(self, stage: Stage) -> dict[str, spaces.Box]:
        """See the base."""
        del stage
        high = np.array([1e4, np.pi, 1e3, 1e3, 1e5])
        count = len(self.config.preview_m)
        return {
            "lane_state": spaces.Box(-high, high, dtype=np.float64),
            "lane_curvature": spaces.Box(-10.0, 10.0, (count,), np.float64),
        }

    def facts(self, stage: Stage) -> TaskFacts:
        """See the base: the way that is to be driven, from start to goal."""
        del stage
        way = self._goal_m - self.config.start_m
        count = max(int(np.ceil(way / ROUTE_SPACING_M)), 1)
        along = np.linspace(self.config.start_m, self._goal_m, count + 1)
        rows = self._route.poses_at(along).tolist()
        return TaskFacts(
            route=tuple((x, y, yaw) for x, y, yaw in rows), lane_width_m=self._width_m
        )

    def _now(self, stage: Stage) -> Place:
        """The car's place, computed once for each instant."""
        world = stage.world
        stamp = (world.generation, world.step_index)
        if self._place is not None and self._place.stamp == stamp:
            return self._place
        state = world.bodies[self.config.robot].state()
        x, y, _ = state.pose_in_world.position_m
        found = self._route.project(x, y, near_s=self._last_s_m)
        self._last_s_m = found.s_m
        yaw = state.pose_in_world.yaw_rad
        vx, vy, _ = state.linear_mps
        self._place = Place(
            stamp=stamp,
            s_m=found.s_m,
            offset_m=found.offset_m,
            heading_rad=wrap_angle(yaw - found.heading_rad),
            speed_mps=float(vx * np.cos(yaw) + vy * np.sin(yaw)),
            lost=abs(found.offset_m) > self.config.max_offset_m,
        )
        return self._place
