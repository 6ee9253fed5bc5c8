"""Ground truth of one instant, as the engine knows it; metrics are computed from nothing else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from physai_sim.core.geometry import Array, Pose


@dataclass(frozen=True, slots=True)
class Contact:
    """Two links that touch, with the strongest force between them.

    Args:
        body_a: Name of the first body (a robot, where one is involved).
        link_a: Its link.
        body_b: Name of the other body.
        link_b: Its link.
        position_m: Point on B in the world frame [m].
        normal: Unit vector from B to A, world frame.
        depth_m: Penetration, positive inside [m].
        force_n: Normal force [N].
    """

    body_a: str
    link_a: str
    body_b: str
    link_b: str
    position_m: tuple[float, float, float]
    normal: tuple[float, float, float]
    depth_m: float
    force_n: float


@dataclass(frozen=True, slots=True)
class BodyState:
    """Pose and velocity of a body's base, all in the world frame.

    Args:
        pose_in_world: Pose of the base link's frame.
        linear_mps: Velocity of that frame's origin [m/s].
        angular_radps: Angular velocity [rad/s].
    """

    pose_in_world: Pose
    linear_mps: tuple[float, float, float]
    angular_radps: tuple[float, float, float]

    @property
    def forward_mps(self) -> float:
        """Speed along its own x axis, on the ground [m/s]."""
        yaw = self.pose_in_world.yaw_rad
        return self.linear_mps[0] * math.cos(yaw) + self.linear_mps[1] * math.sin(yaw)


@dataclass(frozen=True, slots=True)
class BodyInfo:
    """What a body is: fixed for an episode.

    Args:
        category: Class for the collision metrics: ground, kerb, building, object, robot, target,
            vehicle, pedestrian.
        size_m: Extents of its box, (x, y, z) [m]; zeros where it has no collision shape.
        middle_m: Middle of that box in the frame of its base link [m].
    """

    category: str
    size_m: tuple[float, float, float]
    middle_m: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class LightInfo:
    """A traffic light: where cars stop for it.

    Args:
        lane: Id of the lane that it stands at.
        stop_m: Along that lane, the line before which cars stop [m].
    """

    lane: str
    stop_m: float


LightState = Literal["red", "yellow", "green"]


@dataclass(frozen=True, slots=True)
class StepTruth:
    """Ground truth at one control stamp.

    Args:
        stamp_ns: Episode time [ns].
        bodies: State of every body that can move, and of the robots.
        contacts: Contacts of robots since the last stamp, at every physics step.
        end_effectors: Pose of the tool of each arm in the world frame.
        reward: Reward of the step that led here, in [0, 1].
        is_success: Whether the task's condition holds now.
        privileged: What experts see of the task, by name, each of shape (n,).
        conditions: Which parts of the task's goal hold now, by name.
        lights: What each traffic light shows, by name.
    """

    stamp_ns: int
    bodies: Mapping[str, BodyState]
    contacts: tuple[Contact, ...]
    end_effectors: Mapping[str, Pose]
    reward: float
    is_success: bool
    privileged: Mapping[str, Array] = field(default_factory=dict)
    conditions: Mapping[str, bool] = field(default_factory=dict)
    lights: Mapping[str, LightState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EpisodeTruth:
    """Ground truth that holds for a whole episode.

    Args:
        bodies: What stands in the world, by name.
        route: Reference path of a driver, (x, y, yaw) rows [m, m, rad]; empty for arms.
        lane_width_m: Width of the route's lane [m]; None for arms.
        goal: Points of interest of the task by name (a target), world frame [m].
        roads: The `roads:` part of the world file as plain data; None where there are no roads.
        lights: Traffic lights by name.
    """

    bodies: Mapping[str, BodyInfo]
    route: tuple[tuple[float, float, float], ...] = ()
    lane_width_m: float | None = None
    goal: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    roads: Mapping[str, Any] | None = None
    lights: Mapping[str, LightInfo] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an episode ended.

    Args:
        reason: "success", the task's name for a failure, "time_limit", "ended_by_policy" or
            "interrupted".
        terminated: Whether the task itself ended it.
        truncated: Whether the time limit, the policy or an interruption did.
        is_success: Whether the task was done when it ended.
        steps: Control steps taken.
    """

    reason: str
    terminated: bool
    truncated: bool
    is_success: bool
    steps: int


def interrupted(steps: int) -> Outcome:
    """The outcome of an episode that Ctrl-C or an error cut short."""
    return Outcome("interrupted", terminated=False, truncated=True, is_success=False, steps=steps)


def ended_by_policy(steps: int) -> Outcome:
    """The outcome of an episode that its policy ended; it is whole."""
    return Outcome(
        "ended_by_policy", terminated=False, truncated=True, is_success=False, steps=steps
    )
