"""A traffic light at the side of a lane, with a fixed cycle."""

from __future__ import annotations

import math
from pathlib import Path
from typing import get_args

import numpy as np

from physai_sim.core.config import ComponentConfig
from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.core.scene_config import NotNegative, Positive
from physai_sim.core.signals import Signal
from physai_sim.core.timing import NS_PER_S, stamp_of
from physai_sim.core.truth import LightInfo, LightState
from physai_sim.roads.network import RoadNetwork
from physai_sim.simulation.world import World
from physai_sim.traffic.base import RoadUser

STATES: tuple[LightState, ...] = get_args(LightState)
URDF = Path(__file__).parent / "assets" / "traffic_light.urdf"
SHOWN_M = 0.13
"""How far a bright lens stands out of the housing while it is the one that shines [m]."""


class TrafficLightConfig(ComponentConfig):
    """Where it stands, and how long it shows what.

    Attributes:
        lane: The lane whose cars stop for it.
        stop_m: Along that lane, the line before which they stop.
        beside_m: From the middle of the lane to the pole, to the right.
        beyond_m: From the line to the pole, along the lane.
        green_s: How long it is green.
        yellow_s: How long it is yellow.
        red_s: How long it is red.
        offset_s: How much of the cycle, which begins with green, is over at the start.
    """

    lane: str
    stop_m: NotNegative
    beside_m: Positive = 3.2
    beyond_m: NotNegative = 1.0
    green_s: Positive
    yellow_s: Positive = 3.0
    red_s: Positive
    offset_s: NotNegative = 0.0


class TrafficLight(RoadUser[TrafficLightConfig]):
    """Shows green, yellow and red in turn; what it shows follows from the time alone.

    In pictures the lens that shines stands out of its housing and the two others are within, so
    that every renderer shows it and nothing is built anew. What it shows at a control stamp is
    what pictures of that stamp show.
    """

    Config = TrafficLightConfig

    def check(self, roads: RoadNetwork | None) -> None:
        """See the base."""
        where, config = f"traffic.{self.name}", self.config
        if roads is None:
            raise ConfigError("this traffic needs roads", where=where, expected="a `roads:` part")
        lane = roads.lane(config.lane)
        if config.stop_m > lane.length_m:
            expected = f"at most {lane.length_m:.2f}"
            what = "the lane ends before the stop line"
            raise ConfigError(what, where=f"{where}.stop_m", got=config.stop_m, expected=expected)
        line = lane.pose_at(config.stop_m).moved(config.beyond_m, -config.beside_m)
        # Its x axis, along which it shines, points to those who come.
        turned = from_rpy(0.0, 0.0, line.yaw_rad + math.pi)
        self._pose = Pose((float(line.x_m), float(line.y_m), 0.0), turned)
        self.signal = Signal(
            LightInfo(config.lane, config.stop_m),
            green_ns=round(config.green_s * NS_PER_S),
            yellow_ns=round(config.yellow_s * NS_PER_S),
            red_ns=round(config.red_s * NS_PER_S),
            offset_ns=round(config.offset_s * NS_PER_S),
        )

    def load(self, world: World) -> None:
        """See the base."""
        self.body = world.load_urdf(
            URDF, name=self.name, pose=self._pose, category="building", fixed=True
        )
        world.signals[self.name] = self.signal
        self._shown: LightState | None = None
        self._show(self.signal.state(0))

    def reset(self, world: World, rng: np.random.Generator) -> None:
        """See the base: the time begins anew."""
        del rng
        self._show(self.signal.state(world.time_ns))

    def act(self, world: World) -> None:
        """See the base: show what holds at the end of the step."""
        later = world.step_index + world.physics_hz // self.control_hz
        self._show(self.signal.state(stamp_of(later, world.physics_hz)))

    def _show(self, state: LightState) -> None:
        """Let one lens stand out."""
        if state != self._shown:
            places = {f"{name}_slide": SHOWN_M * (name == state) for name in STATES}
            self.body.reset_joints(places)
            self._shown = state
