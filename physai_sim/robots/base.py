"""The base of all robots, and of their configuration.

Legend: A action size, J movable joints.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

import numpy as np
from gymnasium import spaces
from numpy.typing import ArrayLike

from physai_sim.core.config import ComponentConfig
from physai_sim.core.errors import ActionError
from physai_sim.core.geometry import Array, Pose
from physai_sim.core.scene_config import PoseConfig
from physai_sim.core.types import Action, RobotSpec
from physai_sim.simulation.body import Body
from physai_sim.simulation.world import World


class RobotConfig(ComponentConfig):
    """Where a robot stands at the start."""

    pose: PoseConfig = PoseConfig()


ConfigT = TypeVar("ConfigT", bound=RobotConfig)


class Robot(ABC, Generic[ConfigT]):
    """A Body that we command: action space, limits, home.

    Args:
        name: Its name in the world file; its body has the same name.
        config: Its part of the world file.
        control_hz: Rate of its actions.
    """

    Config: ClassVar[type[RobotConfig]]
    body: Body
    # Of its body, for metrics: a car that traffic drives is a "vehicle".
    category: str = "robot"

    def __init__(self, name: str, config: ConfigT, *, control_hz: int) -> None:
        self.name, self.config, self.control_hz = name, config, control_hz

    @abstractmethod
    def load(self, world: World) -> None:
        """Place it in a world that was just reset, and set `body`."""

    @abstractmethod
    def reset(self, rng: np.random.Generator) -> None:
        """Bring it to its home; called after `load`."""

    @abstractmethod
    def spec(self) -> RobotSpec:
        """What a policy or a message needs to know of it; known after `load`."""

    @abstractmethod
    def command(self, action: Array) -> None:
        """Give the motors an action that lies within the limits, shape (A,)."""

    @abstractmethod
    def description(self) -> str:
        """Its model as URDF text."""

    def model_file(self) -> Path | None:
        """The URDF that is loaded, for a further copy of it; None where there is none."""
        return None

    def check_joints(self, joints_rad: ArrayLike, opening_m: float | None) -> None:
        """Refuse what `command_joints` cannot take; arms alone take anything.

        Raises:
            ActionError: With what is wrong.
        """
        del joints_rad, opening_m
        raise self._takes_no_joints()

    def command_joints(self, joints_rad: ArrayLike, opening_m: float | None = None) -> Action:
        """Command joint positions for one control step, beside the robot's action space.

        Args:
            joints_rad: Where the J arm joints are to be at its end, shape (J,) [rad].
            opening_m: Of the gripper [m]; None leaves it as it was commanded last.

        Returns:
            The equal action: of `joint_delta`, the step that was taken. No action of
            `end_effector_delta` is equal to a step in joint space, so that it is one that holds.

        Raises:
            ActionError: As `check_joints`; nothing is commanded.
        """
        del joints_rad, opening_m
        raise self._takes_no_joints()

    def _takes_no_joints(self) -> ActionError:
        what, where = "this robot takes no joint positions", f"robots.{self.name}"
        return ActionError(what, where=where, got=self.spec().model, expected="an arm")

    def end_effector_pose(self) -> Pose | None:
        """Pose of the tool in the world; None for a robot without one."""
        return None

    @property
    def action_space(self) -> spaces.Box:
        """Bounds of its action, shape (A,)."""
        spec = self.spec()
        return spaces.Box(spec.action_low, spec.action_high, dtype=np.float64)

    def apply_action(self, action: ArrayLike) -> Action:
        """Command the robot for one control step.

        Args:
            action: Shape (A,), in the units of `spec().action_names`.

        Returns:
            What was really commanded, after clipping to the limits.

        Raises:
            ActionError: If the shape is wrong or a number is not finite; nothing is commanded.
        """
        spec = self.spec()
        values = checked_action(action, names=spec.action_names, where=f"robots.{self.name}")
        clipped = np.minimum(np.maximum(values, spec.action_low), spec.action_high)
        self.command(clipped)
        return Action(clipped, was_clipped=bool((clipped != values).any()))


def checked_action(action: ArrayLike, *, names: tuple[str, ...], where: str) -> Array:
    """The action as float64, shape (A,), or an error that names the offending number.

    Raises:
        ActionError: If it is not numbers, has another shape, or is not finite.
    """
    try:
        values = np.asarray(action, dtype=np.float64)
    except (TypeError, ValueError):
        raise ActionError("an action must be numbers", where=where, got=action) from None
    if values.shape != (len(names),):
        raise ActionError(
            "wrong shape of an action",
            where=where,
            got=values.shape,
            expected=f"({len(names)},): {', '.join(names)}",
        )
    if not np.isfinite(values).all():
        bad = names[int(np.argmin(np.isfinite(values)))]
        raise ActionError("an action is not finite", where=f"{where}.{bad}", got=values.tolist())
    return values
