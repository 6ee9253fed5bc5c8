"""The Franka Panda arm with its parallel gripper."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal

import numpy as np

from physai_sim.core.scene_config import Positive
from physai_sim.robots._arm import Arm, ArmConfig
from physai_sim.robots.assets.panda.visuals import stock_visuals_urdf
from physai_sim.simulation.engine import data_folder
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


class PandaConfig(ArmConfig):
    """As every arm; what it looks like, and how its finger pads grip (None: as the model's)."""

    pad_friction: Positive | None = None
    visuals: Literal["low_poly", "stock"] = "low_poly"


class Panda(Arm[PandaConfig]):
    """Seven joints and a gripper; its tool is the point between the finger tips.

    Action, by `action` in the world file; A = 7 or 8:
        end_effector_delta: x, y, z [m] and a rotation vector [rad] by which the tool frame is to
            move in one control step, in world axes; then the gripper's opening [m].
        joint_delta: seven steps [rad], then the gripper's opening [m].
    """

    Config = PandaConfig
    model = "panda"
    joints, tool_link, home_rad = ARM, TOOL, HOME_RAD
    fingers, max_opening_m = FINGERS, MAX_OPENING_M

    def load(self, world: World) -> None:
        """See the base."""
        super().load(world)
        if self.config.pad_friction is not None:
            links = [self.body.joints[name].child_link for name in FINGERS]
            self.body.set_grip(dict.fromkeys(links, self.config.pad_friction))

    def description(self) -> str:
        """See the base; it shows the low-poly model, whose meshes are ours to ship."""
        return (ASSETS / "panda.urdf").read_text(encoding="utf-8")

    def _urdf(self) -> Path:
        return ASSETS / "panda.urdf" if self.config.visuals == "low_poly" else _stock_urdf()


@functools.cache
def _stock_urdf() -> Path:
    """Our model with the meshes that come with PyBullet: same physics, 50 times the triangles."""
    meshes = Path(data_folder()) / "franka_panda" / "meshes"
    text = (ASSETS / "panda.urdf").read_text(encoding="utf-8")
    return scratch_file(stock_visuals_urdf(text, meshes), suffix=".urdf")
