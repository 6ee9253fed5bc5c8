"""The KUKA LBR iiwa 14 R820 arm, without a gripper, from the model that comes with PyBullet."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from physai_sim.core.geometry import Array, Pose
from physai_sim.robots._arm import Arm, ArmConfig
from physai_sim.simulation.engine import data_folder

JOINTS = tuple(f"lbr_iiwa_joint_{i}" for i in range(1, 8))
TOOL = "lbr_iiwa_link_7"
# The outer face of the mesh of link 7, which is the media flange.
FLANGE_M = 0.045
# Elbow up and the flange straight down: the angles of the three bends add up to half a turn.
HOME_RAD = np.array([0.0, np.pi / 6, 0.0, -np.pi / 2, 0.0, np.pi / 3, 0.0])
# KUKA, "LBR iiwa" data sheet, LBR iiwa 14 R820: speed with rated payload, axes 1 to 7. The
# model's own 10 rad/s is a placeholder.
SPEEDS_RADPS = np.array([85.0, 85.0, 100.0, 75.0, 130.0, 135.0, 135.0]) * np.pi / 180.0


class KukaIiwa(Arm[ArmConfig]):
    """Seven joints without a gripper; its tool is the middle of the flange.

    Action, by `action` in the world file; A = 6 or 7:
        end_effector_delta: x, y, z [m] and a rotation vector [rad] by which the flange is to move
            in one control step, in world axes.
        joint_delta: seven steps [rad].
    """

    Config = ArmConfig
    model = "kuka_iiwa"
    joints, tool_link, home_rad = JOINTS, TOOL, HOME_RAD
    tool_in_link = Pose((0.0, 0.0, FLANGE_M))

    def description(self) -> str:
        """See the base."""
        return self._urdf().read_text(encoding="utf-8")

    def _urdf(self) -> Path:
        return Path(data_folder()) / "kuka_iiwa" / "model.urdf"

    def _max_speeds(self) -> Array:
        return SPEEDS_RADPS
