"""The two shapes that every lane is made of: straights and arcs, with exact queries."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
FULL_TURN = 2.0 * math.pi


def wrapped(angle_rad: float) -> float:
    """The same direction in [-pi, pi]."""
    return math.remainder(angle_rad, FULL_TURN)


class PlanarPose(NamedTuple):
    """A position and a heading on the ground, in the world frame."""

    x_m: float
    y_m: float
    yaw_rad: float

    def moved(self, ahead_m: float, left_m: float = 0.0) -> PlanarPose:
        """This pose shifted in its own frame; the heading stays."""
        cos, sin = math.cos(self.yaw_rad), math.sin(self.yaw_rad)
        x_m, y_m = self.x_m + cos * ahead_m - sin * left_m, self.y_m + sin * ahead_m + cos * left_m
        return PlanarPose(x_m, y_m, self.yaw_rad)

    def turned(self, angle_rad: float) -> PlanarPose:
        """This pose with another heading, `angle_rad` further to the left."""
        return PlanarPose(self.x_m, self.y_m, wrapped(self.yaw_rad + angle_rad))

    def local(self, x_m: float, y_m: float) -> tuple[float, float]:
        """A point of the world as metres (ahead, left) of this pose."""
        dx_m, dy_m = x_m - self.x_m, y_m - self.y_m
        cos, sin = math.cos(self.yaw_rad), math.sin(self.yaw_rad)
        return cos * dx_m + sin * dy_m, cos * dy_m - sin * dx_m


@dataclass(frozen=True, slots=True)
class Straight:
    """A straight line from `start`, along its heading."""

    start: PlanarPose
    length_m: float
    _cos: float = field(init=False, repr=False, compare=False)
    _sin: float = field(init=False, repr=False, compare=False)
    curvature_per_m: ClassVar[float] = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "_cos", math.cos(self.start.yaw_rad))
        object.__setattr__(self, "_sin", math.sin(self.start.yaw_rad))

    def pose_at(self, s_m: float) -> PlanarPose:
        """The pose `s_m` after the start; beyond the ends the line goes on."""
        x_m, y_m, yaw_rad = self.start
        return PlanarPose(x_m + self._cos * s_m, y_m + self._sin * s_m, wrapped(yaw_rad))

    def poses_at(self, s_m: Array) -> Array:
        """Poses (N, 3) as x [m], y [m], yaw [rad] at N distances."""
        x_m, y_m, yaw_rad = self.start
        yaws_rad = np.full_like(s_m, wrapped(yaw_rad))
        return np.column_stack((x_m + self._cos * s_m, y_m + self._sin * s_m, yaws_rad))

    def nearest(
        self, x_m: float, y_m: float, *, low_m: float, high_m: float
    ) -> tuple[float, float]:
        """Distance to the nearest point with s in [low_m, high_m], and its s, both in metres."""
        dx_m, dy_m = x_m - self.start.x_m, y_m - self.start.y_m
        along_m = self._cos * dx_m + self._sin * dy_m
        s_m = low_m if along_m < low_m else high_m if along_m > high_m else along_m
        return math.hypot(along_m - s_m, self._cos * dy_m - self._sin * dx_m), s_m

    def project(self, x_m: float, y_m: float) -> tuple[float, float]:
        """(s, offset) of a point, as `Path.project` defines them."""
        _, s_m = self.nearest(x_m, y_m, low_m=0.0, high_m=self.length_m)
        return s_m, self.pose_at(s_m).local(x_m, y_m)[1]

    def project_points(self, points_m: Array) -> Array:
        """Rows (s, offset, beyond) in metres, (N, 3), of N points (N, 2)."""
        delta = points_m - np.array(self.start[:2])
        along = delta @ np.array((self._cos, self._sin))
        offset = delta @ np.array((-self._sin, self._cos))
        s_m = np.clip(along, 0.0, self.length_m)
        return np.column_stack((s_m, offset, along - s_m))

    def parallel(self, offset_m: float) -> Straight:
        """The same straight, `offset_m` further to its left."""
        return Straight(self.start.moved(0.0, offset_m), self.length_m)

    def part(self, low_m: float, high_m: float) -> Straight:
        """The piece with s in [low_m, high_m]."""
        return Straight(self.pose_at(low_m), high_m - low_m)

    def reversed(self) -> Straight:
        """The same line, driven the other way."""
        return Straight(self.pose_at(self.length_m).turned(math.pi), self.length_m)


@dataclass(frozen=True, slots=True)
class Arc:
    """A circular arc that leaves `start` along its heading; a positive angle turns left."""

    start: PlanarPose
    radius_m: float
    angle_rad: float
    length_m: float = field(init=False, repr=False, compare=False)
    curvature_per_m: float = field(init=False, repr=False, compare=False)
    centre_m: tuple[float, float] = field(init=False, repr=False, compare=False)
    _turn: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        turn = math.copysign(1.0, self.angle_rad)
        centre = self.start.moved(0.0, turn * self.radius_m)
        object.__setattr__(self, "_turn", turn)
        object.__setattr__(self, "length_m", self.radius_m * abs(self.angle_rad))
        object.__setattr__(self, "curvature_per_m", turn / self.radius_m)
        object.__setattr__(self, "centre_m", (centre.x_m, centre.y_m))

    def pose_at(self, s_m: float) -> PlanarPose:
        """The pose `s_m` after the start; beyond the ends the circle goes on."""
        yaw_rad = self.start.yaw_rad + s_m * self.curvature_per_m
        reach_m = self._turn * self.radius_m
        x_m = self.centre_m[0] + reach_m * math.sin(yaw_rad)
        return PlanarPose(x_m, self.centre_m[1] - reach_m * math.cos(yaw_rad), wrapped(yaw_rad))

    def poses_at(self, s_m: Array) -> Array:
        """Poses (N, 3) as x [m], y [m], yaw [rad] at N distances."""
        yaw_rad = self.start.yaw_rad + s_m * self.curvature_per_m
        reach_m = self._turn * self.radius_m
        x_m = self.centre_m[0] + reach_m * np.sin(yaw_rad)
        y_m = self.centre_m[1] - reach_m * np.cos(yaw_rad)
        return np.column_stack((x_m, y_m, yaw_rad - FULL_TURN * np.round(yaw_rad / FULL_TURN)))

    def nearest(
        self, x_m: float, y_m: float, *, low_m: float, high_m: float
    ) -> tuple[float, float]:
        """Distance to the nearest point with s in [low_m, high_m], and its s, both in metres.

        From the very centre all points are equally near; the lowest s is taken.
        """
        dx_m, dy_m = x_m - self.centre_m[0], y_m - self.centre_m[1]
        radial_m = math.hypot(dx_m, dy_m)
        if radial_m < 1e-9 * self.radius_m:
            return self.radius_m, low_m
        # The heading of the circle where it passes beneath the point, less the heading at s = 0.
        heading_rad = math.atan2(self._turn * dx_m, -self._turn * dy_m)
        swept = (self._turn * (heading_rad - self.start.yaw_rad)) % FULL_TURN
        low, high = low_m / self.radius_m, high_m / self.radius_m
        if low <= swept <= high:
            return abs(radial_m - self.radius_m), swept * self.radius_m
        before, after = (low - swept) % FULL_TURN, (swept - high) % FULL_TURN
        missing, s_m = (before, low_m) if before <= after else (after, high_m)
        chord_m = 2.0 * math.sqrt(radial_m * self.radius_m) * math.sin(missing / 2.0)
        return math.hypot(radial_m - self.radius_m, chord_m), s_m

    def project(self, x_m: float, y_m: float) -> tuple[float, float]:
        """(s, offset) of a point, as `Path.project` defines them."""
        _, s_m = self.nearest(x_m, y_m, low_m=0.0, high_m=self.length_m)
        return s_m, self.pose_at(s_m).local(x_m, y_m)[1]

    def project_points(self, points_m: Array) -> Array:
        """Rows (s, offset, beyond) in metres, (N, 3), of N points (N, 2)."""
        delta = points_m - np.array(self.centre_m)
        heading = np.arctan2(self._turn * delta[:, 0], -self._turn * delta[:, 1])
        swept = (self._turn * (heading - self.start.yaw_rad)) % FULL_TURN
        swept[np.hypot(delta[:, 0], delta[:, 1]) < 1e-9 * self.radius_m] = 0.0
        whole = abs(self.angle_rad)
        end = np.where((-swept) % FULL_TURN <= (swept - whole) % FULL_TURN, 0.0, self.length_m)
        s_m = np.where(swept <= whole, swept * self.radius_m, end)
        foot = self.poses_at(s_m)
        delta, cos, sin = points_m - foot[:, :2], np.cos(foot[:, 2]), np.sin(foot[:, 2])
        beyond = np.where(swept <= whole, 0.0, cos * delta[:, 0] + sin * delta[:, 1])
        return np.column_stack((s_m, cos * delta[:, 1] - sin * delta[:, 0], beyond))

    def parallel(self, offset_m: float) -> Arc:
        """The arc about the same centre, `offset_m` further to its left."""
        radius_m = self.radius_m - self._turn * offset_m
        return Arc(self.start.moved(0.0, offset_m), radius_m, self.angle_rad)

    def part(self, low_m: float, high_m: float) -> Arc:
        """The piece with s in [low_m, high_m]."""
        angle_rad = (high_m - low_m) * self.curvature_per_m
        return Arc(self.pose_at(low_m), self.radius_m, angle_rad)

    def reversed(self) -> Arc:
        """The same arc, driven the other way."""
        end = self.pose_at(self.length_m)
        return Arc(end.turned(math.pi), self.radius_m, -self.angle_rad)


Segment: TypeAlias = Straight | Arc
