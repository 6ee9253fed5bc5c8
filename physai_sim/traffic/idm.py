"""A car that follows its lane and keeps its gap."""

from __future__ import annotations

import math

import numpy as np

from physai_sim.core.config import ComponentConfig
from physai_sim.core.driving import (
    IdmParameters,
    bend_speed,
    idm_acceleration,
    must_stop,
    path_curvature,
)
from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Pose, from_rpy, wrap_angle
from physai_sim.core.scene_config import NotNegative, Positive, Rgba
from physai_sim.roads.ahead import nearest_ahead
from physai_sim.roads.lights import next_light, stop_lines
from physai_sim.roads.network import RoadNetwork
from physai_sim.roads.route import Route
from physai_sim.robots.sedan import Sedan, SedanConfig
from physai_sim.simulation.footprints import footprints, front_m
from physai_sim.simulation.world import World
from physai_sim.traffic.base import RoadUser

LATERAL_MPS2 = 2.0
BEND_M = (4.0, 8.0, 12.0, 16.0)
# The steering needs some time to follow, so curvature is taken from a little ahead [s].
PREVIEW_S = 0.2


class IdmConfig(ComponentConfig):
    """Which lanes it drives, where it begins, how fast it would go, and how it keeps a gap."""

    start_lane: str
    goal_lane: str | None = None
    start_m: NotNegative = 0.0
    start_noise_m: NotNegative = 0.0
    speed_mps: Positive
    headway_s: Positive = 1.5
    standstill_m: Positive = 2.0
    acceleration_mps2: Positive = 1.5
    braking_mps2: Positive = 2.0
    paint_rgba: Rgba | None = None


class Idm(RoadUser[IdmConfig]):
    """A sedan under full physics, driven by the intelligent driver model.

    It keeps to the middle of its lanes, slows down for bends, stops at red, and follows whoever
    is ahead of it: robots, other traffic, and who walks into its way. Without a goal lane it
    drives in a circle; with one it stops at the end.

    Source: `physai_sim.core.driving.idm_acceleration` (Treiber, Hennecke, Helbing 2000).
    """

    Config = IdmConfig

    def check(self, roads: RoadNetwork | None) -> None:
        """See the base."""
        where, config = f"traffic.{self.name}", self.config
        if roads is None:
            raise ConfigError("this traffic needs roads", where=where, expected="a `roads:` part")
        goal = config.goal_lane
        self._route: Route = (
            roads.loop(config.start_lane) if goal is None else roads.route(config.start_lane, goal)
        )
        self._driver = IdmParameters(
            config.headway_s, config.standstill_m, config.acceleration_mps2, config.braking_mps2
        )

    def load(self, world: World) -> None:
        """See the base."""
        config = SedanConfig(model="sedan", paint_rgba=self.config.paint_rgba)
        self._car = Sedan(self.name, config, control_hz=self.control_hz)
        self._car.category = "vehicle"
        self._car.load(world)
        self.body = self._car.body
        self._put(self.config.start_m)

    def reset(self, world: World, rng: np.random.Generator) -> None:
        """See the base: it is placed and rolls at its speed already."""
        self._lines = stop_lines(self._route, world.signals)
        noise = float(rng.uniform(-1.0, 1.0)) * self.config.start_noise_m
        self._put(self.config.start_m + noise)

    def _put(self, s_m: float) -> None:
        self._s_m = s_m
        start = self._route.pose_at(s_m)
        pose = Pose((start.x_m, start.y_m, 0.0), from_rpy(0.0, 0.0, start.yaw_rad))
        self._car.place(pose, speed_mps=self._wanted_mps(s_m))

    def act(self, world: World) -> None:
        """See the base."""
        state, speed = self._car.body.state(), self._car.speed_mps()
        x_m, y_m, _ = state.pose_in_world.position_m
        place = self._route.project(x_m, y_m, near_s=self._s_m)
        self._s_m = place.s_m
        curvature = path_curvature(
            self._route.curvature_at(place.s_m + speed * PREVIEW_S),
            offset_m=place.offset_m,
            heading_rad=wrap_angle(state.pose_in_world.yaw_rad - place.heading_rad),
        )
        others, front = footprints(world, but=self.name), front_m(world, self.name)
        ahead = nearest_ahead(self._route, place.s_m, others, front_m=front)
        end_m = self._route.length_m - place.s_m - front
        if not self._route.closed and end_m < ahead.gap_m:
            ahead = ahead._replace(gap_m=end_m, speed_mps=0.0)
        line_m = self._stop_m(place.s_m + front, speed, world.time_ns)
        if line_m < ahead.gap_m:
            ahead = ahead._replace(gap_m=line_m, speed_mps=0.0)
        acceleration = idm_acceleration(
            speed,
            self._wanted_mps(place.s_m),
            gap_m=ahead.gap_m,
            ahead_mps=ahead.speed_mps,
            driver=self._driver,
        )
        limits = self._car.action_space
        self._car.apply_action(np.clip([acceleration, curvature], limits.low, limits.high))

    def _stop_m(self, front_s_m: float, speed_mps: float, time_ns: int) -> float:
        """Way to the next stop line where it must stop there, else inf [m]."""
        gap_m, shown = next_light(self._route, self._lines, front_s_m, time_ns)
        braking = self.config.braking_mps2
        stops = must_stop(shown, gap_m=gap_m, speed_mps=speed_mps, braking_mps2=braking)
        return gap_m if stops else math.inf

    def _wanted_mps(self, s_m: float) -> float:
        sharpest = float(np.abs(self._route.curvature_ahead(s_m, (0.0, *BEND_M))).max())
        return min(self.config.speed_mps, bend_speed(sharpest, lateral_mps2=LATERAL_MPS2))
