"""The Franka Panda arm with its parallel gripper."""

from __future__ import annotations

import functools
import math
from pathlib import Path
from typing import Literal

import numpy as np

from physai_sim.core.geometry import IDENTITY_XYZW, Array, Pose, multiply
from physai_sim.core.scene_config import Positive
from physai_sim.core.types import RobotSpec
from physai_sim.robots.assets.panda.visuals import stock_visuals_urdf
from physai_sim.robots.base import Robot, RobotConfig
from physai_sim.simulation.engine import data_folder
from physai_sim.simulation.ik import solve_ik
from physai_sim.simulation.scratch import scratch_file
from physai_sim.simulation.world import World

ASSETS = Path(__file__).parent / "assets" / "panda"
ARM = tuple(f"panda_joint{i}" for i in range(1, 8))
FINGERS = ("panda_finger_joint1", "panda_finger_joint2")
TOOL = "panda_hand_tcp"

# Franka Emika, "Robot and interface specifications": ready pose of the desk application.
HOME_RAD = np.array([0.0, -np.pi / 4, 0.0, -3 * np.pi / 4, 0.0, np.pi / 2, np.pi / 4])
# Franka Emika, "Franka Hand" product manual: opening of the gripper.
MAX_OPENING_M = 0.08
# How far the wished tool pose may run ahead of the real one when the arm is held back.
LEASH_M = 0.1
SLOWEST = 1e-3


class PandaConfig(RobotConfig):
    """What its action means, how fast it may move, and what it looks like."""

    action: Literal["joint_delta", "end_effector_delta"] = "end_effector_delta"
    visuals: Literal["low_poly", "stock"] = "low_poly"
    tool_speed_mps: Positive = 0.6
    tool_turn_radps: Positive = 2.0
    start_noise_rad: float = 0.0


class Panda(Robot[PandaConfig]):
    """Seven joints and a gripper.

    Action, by `action` in the world file; A = 7 or 8:
        end_effector_delta: x, y, z [m] and a rotation vector [rad] by which the tool frame is to
            move in one control step, in world axes; then the gripper's opening [m].
        joint_delta: seven steps [rad], then the gripper's opening [m].
    """

    Config = PandaConfig

    def load(self, world: World) -> None:
        """See the base."""
        path = ASSETS / "panda.urdf" if self.config.visuals == "low_poly" else _stock_urdf()
        pose = self.config.pose.pose()
        self.body = world.load_urdf(path, name=self.name, pose=pose, category="robot", fixed=True)
        joints = [self.body.joints[name] for name in ARM]
        self._lower = np.array([joint.lower for joint in joints])
        self._upper = np.array([joint.upper for joint in joints])
        moving = [*joints, *(self.body.joints[name] for name in FINGERS)]
        self._forces = [joint.max_force for joint in moving]
        self._speeds = np.array([joint.max_velocity for joint in moving])
        self._spec = self._make_spec()

    def reset(self, rng: np.random.Generator) -> None:
        """Home, with the noise of the configuration, and the gripper open."""
        noise = rng.uniform(-1.0, 1.0, len(ARM)) * self.config.start_noise_rad
        self._wish_rad = np.clip(HOME_RAD + noise, self._lower, self._upper)
        start = dict(zip(ARM, self._wish_rad.tolist(), strict=True))
        self.body.reset_joints({**start, **dict.fromkeys(FINGERS, MAX_OPENING_M / 2)})
        self._wish = self.body.link_pose(TOOL)
        self._send(self._wish_rad, MAX_OPENING_M)

    def spec(self) -> RobotSpec:
        """See the base."""
        return self._spec

    def description(self) -> str:
        """See the base; it shows the low-poly model, whose meshes are ours to ship."""
        return (ASSETS / "panda.urdf").read_text(encoding="utf-8")

    def end_effector_pose(self) -> Pose:
        """Pose of the point between the finger tips, in the world."""
        return self.body.link_pose(TOOL)

    def command(self, action: Array) -> None:
        """See the base."""
        if self.config.action == "joint_delta":
            self._wish_rad = np.clip(self._wish_rad + action[:7], self._lower, self._upper)
        else:
            self._wish = self._moved_wish(action)
            reached = solve_ik(self.body, TOOL, self._wish, joints=7, posture=HOME_RAD)
            self._wish_rad = np.minimum(np.maximum(reached, self._lower), self._upper)
        self._send(self._wish_rad, float(action[-1]))

    def _moved_wish(self, action: Array) -> Pose:
        """The wished tool pose moved by the action, kept within reach of the real tool."""
        dx, dy, dz, *turn = action[:6].tolist()
        (hx, hy, hz), (wx, wy, wz) = self.body.link_pose(TOOL).position_m, self._wish.position_m
        ax, ay, az = wx + dx - hx, wy + dy - hy, wz + dz - hz
        share = min(1.0, LEASH_M / max(math.sqrt(ax * ax + ay * ay + az * az), 1e-12))
        turned = multiply(_from_rotation_vector(*turn), self._wish.rotation_xyzw)
        return Pose((hx + share * ax, hy + share * ay, hz + share * az), turned)

    def _send(self, joints_rad: Array, opening_m: float) -> None:
        targets = np.array([*joints_rad, opening_m / 2, opening_m / 2])
        here, _ = self.body.joint_states()
        # Each joint arrives just as the next command comes, and none is faster than it can be:
        # a smooth motion, not a jerk per step. The engine reads a greatest speed of 0 as no limit.
        speeds = np.abs(targets - here) * self.control_hz
        self.body.set_motors(
            ARM + FINGERS,
            "position",
            targets=targets.tolist(),
            forces=self._forces,
            max_velocities=np.minimum(np.maximum(speeds, SLOWEST), self._speeds).tolist(),
        )

    def _make_spec(self) -> RobotSpec:
        if self.config.action == "joint_delta":
            names = tuple(f"{name}_delta_rad" for name in ARM)
            high = self._speeds[:7] / self.control_hz
        else:
            axes = ("x", "y", "z")
            names = (*(f"{a}_delta_m" for a in axes), *(f"{a}_turn_rad" for a in axes))
            speeds = [self.config.tool_speed_mps] * 3 + [self.config.tool_turn_radps] * 3
            high = np.array(speeds) / self.control_hz
        return RobotSpec(
            name=self.name,
            model="panda",
            action_kind=self.config.action,
            action_names=(*names, "gripper_opening_m"),
            action_low=np.array([*-high, 0.0]),
            action_high=np.array([*high, MAX_OPENING_M]),
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


@functools.cache
def _stock_urdf() -> Path:
    """Our model with the meshes that come with PyBullet: same physics, 50 times the triangles."""
    meshes = Path(data_folder()) / "franka_panda" / "meshes"
    text = (ASSETS / "panda.urdf").read_text(encoding="utf-8")
    return scratch_file(stock_visuals_urdf(text, meshes), suffix=".urdf")
