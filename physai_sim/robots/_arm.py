"""What arms share: how an action moves the tool or the joints, and its limits.

Legend: J arm joints, F fingers.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from pathlib import Path
from typing import ClassVar, Literal, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from physai_sim.core.errors import ActionError
from physai_sim.core.geometry import IDENTITY_XYZW, Array, Pose, multiply
from physai_sim.core.scene_config import Positive
from physai_sim.core.types import GRIPPER_OPENING, Action, RobotSpec
from physai_sim.robots.base import Robot, RobotConfig, checked_action
from physai_sim.simulation.ik import solve_ik
from physai_sim.simulation.world import World

# How far the wished tool pose may run ahead of the real one when the arm is held back.
LEASH_M = 0.1
SLOWEST = 1e-3
_AXES = ("x", "y", "z")


class ArmConfig(RobotConfig):
    """What its action means, and how fast it may move."""

    action: Literal["joint_delta", "end_effector_delta"] = "end_effector_delta"
    tool_speed_mps: Positive = 0.6
    tool_turn_radps: Positive = 2.0
    start_noise_rad: float = 0.0


ConfigT = TypeVar("ConfigT", bound=ArmConfig)


class Arm(Robot[ConfigT]):
    """Base of all arms, with a parallel gripper or without.

    Attributes:
        model: The file it comes from.
        joints: Names of the J joints from base to tool; the first movable ones of the model.
        tool_link: The link that carries the tool.
        tool_in_link: The tool's frame in that link; None where they are the same.
        home_rad: Where the joints start, shape (J,).
        fingers: Names of the F joints of the gripper; none without one.
        max_opening_m: How far the gripper opens.
    """

    model: ClassVar[str]
    joints: ClassVar[tuple[str, ...]]
    tool_link: ClassVar[str]
    tool_in_link: ClassVar[Pose | None] = None
    home_rad: ClassVar[Array]
    fingers: ClassVar[tuple[str, ...]] = ()
    max_opening_m: ClassVar[float] = 0.0

    @abstractmethod
    def _urdf(self) -> Path:
        """The model to load."""

    def model_file(self) -> Path:
        """See the base."""
        return self._urdf()

    def _max_speeds(self) -> Array:
        """Greatest speed of each joint, shape (J,) [rad/s]: what the model says."""
        return np.array([self.body.joints[name].max_velocity for name in self.joints])

    def load(self, world: World) -> None:
        """See the base."""
        pose = self.config.pose.pose()
        self.body = world.load_urdf(
            self._urdf(), name=self.name, pose=pose, category="robot", fixed=True
        )
        joints = [self.body.joints[name] for name in self.joints]
        self._lower = np.array([joint.lower for joint in joints])
        self._upper = np.array([joint.upper for joint in joints])
        fingers = [self.body.joints[name] for name in self.fingers]
        self._forces = [joint.max_force for joint in (*joints, *fingers)]
        self._speeds = self._max_speeds()
        self._limits = np.array([*self._speeds, *(finger.max_velocity for finger in fingers)])
        self._spec = self._make_spec()

    def reset(self, rng: np.random.Generator) -> None:
        """Home, with the noise of the configuration, and the gripper open."""
        noise = rng.uniform(-1.0, 1.0, len(self.joints)) * self.config.start_noise_rad
        self._wish_rad = np.clip(self.home_rad + noise, self._lower, self._upper)
        start = dict(zip(self.joints, self._wish_rad.tolist(), strict=True))
        self.body.reset_joints({**start, **dict.fromkeys(self.fingers, self.max_opening_m / 2)})
        self._wish, self._left_wish = self.end_effector_pose(), False
        self._send(self._wish_rad, self.max_opening_m)

    def spec(self) -> RobotSpec:
        """See the base."""
        return self._spec

    def end_effector_pose(self) -> Pose:
        """Pose of the tool in the world."""
        pose = self.body.link_pose(self.tool_link)
        return pose if self.tool_in_link is None else pose.compose(self.tool_in_link)

    def command(self, action: Array) -> None:
        """See the base."""
        count = len(self.joints)
        if self.config.action == "joint_delta":
            self._wish_rad = np.clip(self._wish_rad + action[:count], self._lower, self._upper)
        else:
            self._wish = self._moved_wish(action)
            reached = self._solved(self._wish)
            self._wish_rad = np.minimum(np.maximum(reached, self._lower), self._upper)
        self._send(self._wish_rad, float(action[-1]))

    def check_joints(self, joints_rad: ArrayLike, opening_m: float | None) -> None:
        """See the base."""
        where = f"robots.{self.name}"
        checked_action(joints_rad, names=self.joints, where=where)
        if opening_m is None:
            return
        checked_action([opening_m], names=(GRIPPER_OPENING,), where=where)
        if not self.fingers:
            raise ActionError("this arm has no gripper", where=where, got=opening_m)

    def command_joints(self, joints_rad: ArrayLike, opening_m: float | None = None) -> Action:
        """See the base; clipped to the joints' limits and to what they can turn in a step."""
        self.check_joints(joints_rad, opening_m)
        gap = np.asarray(joints_rad, dtype=np.float64) - self._wish_rad
        most = self._speeds / self.control_hz
        step = np.minimum(np.maximum(gap, -most), most)
        moved = np.clip(self._wish_rad + step, self._lower, self._upper)
        opening = self._opening_m if opening_m is None else float(opening_m)
        kept = min(max(opening, 0.0), self.max_opening_m)
        was_clipped = bool((moved != self._wish_rad + gap).any()) or kept != opening
        self._wish_rad, self._left_wish = moved, True
        self._send(moved, kept)
        recorded = step if self.config.action == "joint_delta" else np.zeros(6)
        return Action(np.array([*recorded, *([kept] if self.fingers else ())]), was_clipped)

    def _solved(self, tool: Pose) -> Array:
        """Joints that bring the tool towards a pose, shape (J,) [rad]."""
        offset, count = self.tool_in_link, len(self.joints)
        link = tool if offset is None else tool.compose(offset.inverse())
        return solve_ik(self.body, self.tool_link, link, joints=count, posture=self.home_rad)

    def _moved_wish(self, action: Array) -> Pose:
        """The wished tool pose moved by the action, kept within reach of the real tool."""
        if self._left_wish:  # joint positions were commanded since: begin where they led
            self._wish, self._left_wish = self.end_effector_pose(), False
        dx, dy, dz, *turn = action[:6].tolist()
        (hx, hy, hz), (wx, wy, wz) = self.end_effector_pose().position_m, self._wish.position_m
        ax, ay, az = wx + dx - hx, wy + dy - hy, wz + dz - hz
        share = min(1.0, LEASH_M / max(math.sqrt(ax * ax + ay * ay + az * az), 1e-12))
        turned = multiply(_from_rotation_vector(*turn), self._wish.rotation_xyzw)
        return Pose((hx + share * ax, hy + share * ay, hz + share * az), turned)

    def _send(self, joints_rad: Array, opening_m: float) -> None:
        """Command all motors; the opening is for a gripper alone."""
        self._opening_m = opening_m
        targets = np.array([*joints_rad, *[opening_m / 2] * len(self.fingers)])
        here = self.body.joint_states()[0][: len(targets)]
        # Each joint arrives just as the next command comes, and none is faster than it can be:
        # a smooth motion, not a jerk per step. The engine reads a greatest speed of 0 as no limit.
        speeds = np.abs(targets - here) * self.control_hz
        self.body.set_motors(
            self.joints + self.fingers,
            "position",
            targets=targets.tolist(),
            forces=self._forces,
            max_velocities=np.minimum(np.maximum(speeds, SLOWEST), self._limits).tolist(),
        )

    def _make_spec(self) -> RobotSpec:
        if self.config.action == "joint_delta":
            names = tuple(f"{name}_delta_rad" for name in self.joints)
            high = self._speeds / self.control_hz
        else:
            names = (*(f"{a}_delta_m" for a in _AXES), *(f"{a}_turn_rad" for a in _AXES))
            speeds = [self.config.tool_speed_mps] * 3 + [self.config.tool_turn_radps] * 3
            high = np.array(speeds) / self.control_hz
        grips = bool(self.fingers)
        return RobotSpec(
            name=self.name,
            model=self.model,
            action_kind=self.config.action,
            action_names=(*names, *((GRIPPER_OPENING,) if grips else ())),
            action_low=np.array([*-high, *([0.0] if grips else ())]),
            action_high=np.array([*high, *([self.max_opening_m] if grips else ())]),
            joint_names=tuple(self.body.joints),
            base_frame=self.body.base_link,
        )


def _from_rotation_vector(x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """Quaternion of a turn about an axis by its length [rad]."""
    angle = math.sqrt(x * x + y * y + z * z)
    if angle == 0.0:
        return IDENTITY_XYZW
    scale = math.sin(angle / 2) / angle
    return (x * scale, y * scale, z * scale, math.cos(angle / 2))
