"""Someone who crosses the road and comes back."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from physai_sim.core.config import ComponentConfig
from physai_sim.core.geometry import Array, Pose, from_rpy
from physai_sim.core.scene_config import NotNegative, Positive
from physai_sim.roads.network import RoadNetwork
from physai_sim.simulation.footprints import footprints
from physai_sim.simulation.world import World
from physai_sim.traffic.base import RoadUser

URDF = Path(__file__).parent / "assets" / "pedestrian.urdf"
# Who could be here sooner is let pass before stepping on the road.
LOOK_S = 2.5
LOOK_M = 4.0
MOVING_MPS = 0.5
CLOSE_M = 0.05


class PedestrianConfig(ComponentConfig):
    """Between which two points it walks, how fast, and how long it waits at each."""

    from_m: tuple[float, float]
    to_m: tuple[float, float]
    speed_mps: Positive = 1.4
    wait_s: tuple[NotNegative, NotNegative] = (3.0, 8.0)
    first_s: tuple[NotNegative, NotNegative] = (0.0, 5.0)


class Pedestrian(RoadUser[PedestrianConfig]):
    """Walks to and fro on a straight line, and waits at its ends.

    The times of waiting are drawn anew each time. It looks before it goes: while a vehicle comes
    that would be there within 2.5 s, it waits on. Once on the road it walks straight on. Its body
    is kinematic: it moves as it decides, whoever stands in its way.
    """

    Config = PedestrianConfig

    def check(self, roads: RoadNetwork | None) -> None:
        """See the base: it walks anywhere."""
        del roads

    def load(self, world: World) -> None:
        """See the base."""
        self.body = world.load_urdf(
            URDF, name=self.name, pose=self._standing(0.0), category="pedestrian"
        )

    def reset(self, world: World, rng: np.random.Generator) -> None:
        """See the base."""
        del world
        self._rng, self._ends = rng, [self.config.from_m, self.config.to_m]
        self._walks = False
        self._left_steps = self._drawn(self.config.first_s)
        self.body.reset_base(self._standing(self._heading()))

    def act(self, world: World) -> None:
        """See the base."""
        if not self._walks:
            self._left_steps -= 1
            self._walks = self._left_steps <= 0 and self._is_free(world)
        x_m, y_m, _ = self.body.base_pose().position_m
        (_, (goal_x, goal_y)), speed = self._ends, self.config.speed_mps
        way_m = math.hypot(goal_x - x_m, goal_y - y_m)
        if self._walks and way_m < CLOSE_M:
            self._ends.reverse()
            self._walks, self._left_steps = False, self._drawn(self.config.wait_s)
        heading = math.atan2(goal_y - y_m, goal_x - x_m)
        # The last step is shorter, so that nobody walks past the end.
        speed = min(speed, way_m * self.control_hz) if self._walks else 0.0
        velocity = (speed * math.cos(heading), speed * math.sin(heading), 0.0)
        turned = self.body.base_pose().rotation_xyzw
        if self._walks:
            turned = from_rpy(0.0, 0.0, heading)
        self.body.reset_base(Pose((x_m, y_m, 0.0), turned), velocity)

    def _is_free(self, world: World) -> bool:
        """Whether nobody who moves would soon be near the way across."""
        ends, ahead_s = np.array(self._ends), np.linspace(0.0, LOOK_S, 9)[:, None]
        for other in footprints(world, but=self.name):
            velocity = np.array([other.vx_mps, other.vy_mps])
            if np.hypot(*velocity) > MOVING_MPS:
                places = np.array([other.x_m, other.y_m]) + ahead_s * velocity
                if _distances(places, ends).min() < LOOK_M:
                    return False
        return True

    def _heading(self) -> float:
        (x0, y0), (x1, y1) = self._ends
        return math.atan2(y1 - y0, x1 - x0)

    def _standing(self, yaw_rad: float) -> Pose:
        x_m, y_m = self.config.from_m
        return Pose((x_m, y_m, 0.0), from_rpy(0.0, 0.0, yaw_rad))

    def _drawn(self, span_s: tuple[float, float]) -> int:
        return max(1, round(float(self._rng.uniform(*span_s)) * self.control_hz))


def _distances(points: Array, ends: Array) -> Array:
    """Of N points (N, 2) from the line between two ends (2, 2) [m], shape (N,)."""
    line, from_start = ends[1] - ends[0], points - ends[0]
    share = np.clip(from_start @ line / (line @ line), 0.0, 1.0)
    return np.asarray(np.linalg.norm(from_start - share[:, None] * line, axis=1))
