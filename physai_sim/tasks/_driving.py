"""What driving tasks share: a car that was put on a route, and where it is now."""

from __future__ import annotations

import math
from typing import Annotated, Any, NamedTuple, Protocol, cast, runtime_checkable

import numpy as np
from gymnasium import spaces
from pydantic import Field

from physai_sim.core.config import ComponentConfig
from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array, Pose, from_rpy, wrap_angle
from physai_sim.core.scene_config import NotNegative, Positive
from physai_sim.roads.network import RoadNetwork
from physai_sim.roads.route import Route
from physai_sim.robots.base import Robot
from physai_sim.simulation.contacts import contacts_of
from physai_sim.tasks.base import Stage, TaskFacts, tolerance

ROUTE_SPACING_M = 0.5
HARMLESS = ("ground", "road")


class DrivingConfig(ComponentConfig):
    """Who drives, how fast, how it may start, and what is allowed."""

    robot: str
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


@runtime_checkable
class Car(Protocol):
    """A robot that can be put on the road."""

    def place(self, pose: Pose, *, speed_mps: float) -> None:
        """Put it there, rolling straight ahead."""


class Place(NamedTuple):
    """Where the car is on its route."""

    stamp: tuple[int, int]
    s_m: float
    offset_m: float
    heading_rad: float
    speed_mps: float
    lost: bool


class Drive:
    """A car on a route, from a start to a goal along it.

    Args:
        config: The task's part of the world file.
        route: The way; on a closed one s counts on over the laps.
        goal_m: Where it ends.
    """

    def __init__(self, config: DrivingConfig, route: Route, *, goal_m: float) -> None:
        if goal_m <= config.start_m:
            raise ConfigError(
                "the route ends before it starts",
                where="task",
                got=f"start_m {config.start_m}, goal at {goal_m:.2f} m",
            )
        self._config, self.route, self.goal_m = config, route, goal_m
        self._s_m, self._place = config.start_m, cast("Place | None", None)

    def start(self, stage: Stage, rng: np.random.Generator) -> None:
        """Put the car near the start, with noise on offset, heading and speed."""
        config, (offset, heading) = self._config, rng.uniform(-1.0, 1.0, 2)
        start = self.route.pose_at(config.start_m).moved(0.0, offset * config.start_offset_m)
        yaw = start.yaw_rad + float(heading) * config.start_heading_rad
        pose = Pose((float(start.x_m), float(start.y_m), 0.0), from_rpy(0.0, 0.0, yaw))
        put(stage, config.robot, pose, speed_mps=float(rng.uniform(*config.start_speed_mps)))
        self.expect(config.start_m)

    def expect(self, s_m: float) -> None:
        """Say where the car is to be sought next: it was moved, not driven."""
        self._s_m, self._place = s_m, None

    def now(self, stage: Stage) -> Place:
        """The car's place, computed once for each instant."""
        world = stage.world
        stamp = (world.generation, world.step_index)
        if self._place is not None and self._place.stamp == stamp:
            return self._place
        state = world.bodies[self._config.robot].state()
        x, y, _ = state.pose_in_world.position_m
        found = self.route.project(x, y, near_s=self._s_m)
        self._s_m = self._running(found.s_m)
        yaw = state.pose_in_world.yaw_rad
        vx, vy, _ = state.linear_mps
        self._place = Place(
            stamp=stamp,
            s_m=self._s_m,
            offset_m=found.offset_m,
            heading_rad=wrap_angle(yaw - found.heading_rad),
            speed_mps=float(vx * np.cos(yaw) + vy * np.sin(yaw)),
            lost=abs(found.offset_m) > self._config.max_offset_m,
        )
        return self._place

    def _running(self, s_m: float) -> float:
        """On a closed route, s that goes on where a lap ends."""
        if not self.route.closed:
            return s_m
        return self._s_m + math.remainder(s_m - self._s_m, self.route.length_m)

    def reward(self, stage: Stage, *, wanted_mps: float | None = None) -> float:
        """At the wanted speed, on the centre line, it is 1."""
        place, config = self.now(stage), self._config
        wanted = config.speed_mps if wanted_mps is None else wanted_mps
        speed = tolerance(
            place.speed_mps, low=0.9 * wanted, high=1.05 * wanted, margin=config.speed_mps
        )
        offset = tolerance(place.offset_m, low=-0.2, high=0.2, margin=config.max_offset_m)
        return speed * offset

    def is_at_goal(self, stage: Stage) -> bool:
        """Whether the goal is reached on the route."""
        place = self.now(stage)
        return place.s_m >= self.goal_m and not place.lost

    def privileged(self, stage: Stage) -> dict[str, Array]:
        """Ground truth `lane_state` and `lane_curvature`; see LaneFollow."""
        place, wanted = self.now(stage), self._config.speed_mps
        left = max(self.goal_m - place.s_m, 0.0)
        state = [place.offset_m, place.heading_rad, place.speed_mps, wanted, left]
        return {
            "lane_state": np.array(state),
            "lane_curvature": self.route.curvature_ahead(place.s_m, self._config.preview_m),
        }

    def facts(self) -> TaskFacts:
        """The way that is to be driven, from start to goal."""
        way = self.goal_m - self._config.start_m
        count = max(int(np.ceil(way / ROUTE_SPACING_M)), 1)
        along = np.linspace(self._config.start_m, self.goal_m, count + 1)
        rows = self.route.poses_at(along).tolist()
        route = tuple((x, y, yaw) for x, y, yaw in rows)
        return TaskFacts(route=route, lane_width_m=self.route.lanes[0].width_m)


def privileged_boxes(config: DrivingConfig) -> dict[str, spaces.Box]:
    """Finite bounds of what `Drive.privileged` gives."""
    high = np.array([1e4, np.pi, 1e3, 1e3, 1e5])
    return {
        "lane_state": spaces.Box(-high, high, dtype=np.float64),
        "lane_curvature": spaces.Box(-10.0, 10.0, (len(config.preview_m),), np.float64),
    }


def check_car(stage: Stage, name: str) -> Robot[Any]:
    """The car of that name.

    Raises:
        ConfigError: If the robot cannot drive: it has no wheelbase, or cannot be placed.
    """
    robot = stage.robot(name, where="task.robot")
    if robot.spec().wheelbase_m is None or not isinstance(robot, Car):
        raise ConfigError(
            "this robot cannot drive", where="task.robot", got=robot.name, expected="a car"
        )
    return robot


def check_roads(stage: Stage, task: str) -> RoadNetwork:
    """The roads, or an error that the task needs some."""
    if stage.roads is None:
        raise ConfigError(f"{task} needs roads", where="task", expected="a `roads:` part")
    return stage.roads


def put(stage: Stage, name: str, pose: Pose, *, speed_mps: float) -> None:
    """Place a car that `check_car` accepted."""
    cast("Car", stage.robots[name]).place(pose, speed_mps=speed_mps)


def has_hit(stage: Stage, name: str) -> bool:
    """Whether a car touches anything but the road."""
    car = stage.world.bodies[name]
    touched = (stage.world.bodies[c.body_b].info for c in contacts_of(stage.world, car))
    return any(info.category not in HARMLESS for info in touched)
