"""A cart on a straight rail: the smallest robot there is."""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array, Pose
from physai_sim.core.scene_config import Positive
from physai_sim.core.types import RobotSpec
from physai_sim.robots.base import Robot, RobotConfig
from physai_sim.simulation.scratch import scratch_file
from physai_sim.simulation.world import World

URDF = """<robot name="cart">
  <link name="rail">
    <inertial><mass value="9"/><inertia ixx="0.1" iyy="0.1" izz="0.1" ixy="0" ixz="0" iyz="0"/></inertial>
    <visual>
      <origin xyz="0.75 0 -0.015"/><geometry><box size="1.8 0.06 0.03"/></geometry>
      <material name="steel"><color rgba="0.35 0.37 0.40 1"/></material>
    </visual>
  </link>
  <joint name="slide" type="prismatic">
    <parent link="rail"/><child link="deck"/>
    <origin xyz="0 0 0.08"/><axis xyz="1 0 0"/>
    <limit lower="0" upper="1.5" effort="200" velocity="2"/>
  </joint>
  <link name="deck">
    <inertial><mass value="2"/><inertia ixx="0.01" iyy="0.01" izz="0.01" ixy="0" ixz="0" iyz="0"/></inertial>
    <visual>
      <origin xyz="0 0 -0.03"/><geometry><box size="0.26 0.18 0.06"/></geometry>
      <material name="paint"><color rgba="0.90 0.62 0.12 1"/></material>
    </visual>
    <collision><origin xyz="0 0 -0.03"/><geometry><box size="0.26 0.18 0.06"/></geometry></collision>
  </link>
</robot>
"""  # noqa: E501 - lines of a model
START_M = 0.1
RUBBER = 1.0


class CartConfig(RobotConfig):
    """How fast it may drive."""

    speed_mps: Positive = 1.0


class Cart(Robot[CartConfig]):
    """A cart that drives along a rail; its tool is the middle of its deck.

    Action, A = 1: a step along the rail [m], positive away from the rail's origin.
    """

    Config = CartConfig

    def load(self, world: World) -> None:
        """See the base."""
        model, pose = scratch_file(URDF, suffix=".urdf"), self.config.pose.pose()
        self.body = world.load_urdf(
            model, name=self.name, pose=pose, category=self.category, fixed=True
        )
        self.body.set_grip({"deck": RUBBER})

    def reset(self, rng: np.random.Generator) -> None:
        """Stand near the start of the rail; nothing is drawn."""
        del rng
        self.body.reset_joints({"slide": START_M})
        self._wish_m = START_M
        self.command(np.zeros(1))

    def spec(self) -> RobotSpec:
        """See the base."""
        step = np.array([self.config.speed_mps / self.control_hz])
        return RobotSpec(
            name=self.name,
            model=self.config.model,
            action_kind="joint_delta",
            action_names=("slide_delta_m",),
            action_low=-step,
            action_high=step,
            joint_names=tuple(self.body.joints),
            base_frame=self.body.base_link,
        )

    def command(self, action: Array) -> None:
        """See the base."""
        joint, here_m = self.body.joints["slide"], self.body.joint_states()[0][0]
        self._wish_m = float(np.clip(self._wish_m + action[0], joint.lower, joint.upper))
        # It arrives just as the next command comes, at one speed: a smooth motion.
        speed_mps = float(self._wish_m - here_m) * self.control_hz
        self.body.set_motors(("slide",), "velocity", targets=[speed_mps], forces=[joint.max_force])

    def description(self) -> str:
        """See the base."""
        return URDF

    def end_effector_pose(self) -> Pose:
        """The middle of the deck, in the world."""
        return self.body.link_pose("deck")
