"""What an arm is told: tool twists or joint jogs, gripper commands, trajectories."""

from __future__ import annotations

from typing import Any

import numpy as np

from physai_sim.control.gripper import opening_of
from physai_sim.control.safety import HALF_A_SECOND_NS, CommandLimits, Watchdog, safe_action
from physai_sim.core.geometry import Array
from physai_sim.core.types import EpisodeSpec, RobotSpec
from physai_sim.envs.commands import JointTargets
from physai_sim.messages import parts, topics
from physai_sim.ros.gripper_actions import GripperActions
from physai_sim.ros.inbox import Desk, Inbox
from physai_sim.ros.trajectory_action import TrajectoryAction


class ArmIntake:
    """Chooses an arm's action for each control step: the newest kind of command has the joints.

    Args:
        desk: Of the simulation.
        robot: The arm.
        spec: The episode.
        arm: The robot itself, for its joints and limits.
    """

    def __init__(self, desk: Desk, robot: RobotSpec, spec: EpisodeSpec, *, arm: Any) -> None:
        self._robot, self._hz = robot, desk.control_hz
        self._size = len(robot.action_names) - robot.has_gripper
        first, *gripper = topics.command_topics(robot, spec)
        limits = _limits(robot, self._size, desk.control_hz)
        self._motion = Inbox(desk, first, limits, self._motion_values)
        self._grip = (
            Inbox(desk, gripper[0], _grip_limits(robot), _grip_values) if gripper else None
        )
        self._trajectories = TrajectoryAction(desk, robot, spec, arm=arm)
        self._gripper = GripperActions(desk, robot, spec, arm=arm) if gripper else None
        self.inboxes = (self._motion, *((self._grip,) if self._grip else ()))
        self.watchdog = Watchdog()
        self._last: Array | None = None
        self._held: tuple[Array, int] | None = None

    def restart(self, now_ns: int) -> None:
        """Begin an episode: goals that run end with a reason."""
        for inbox in self.inboxes:
            inbox.restart()
        self._trajectories.restart()
        if self._gripper is not None:
            self._gripper.restart()
        self.watchdog.restart(now_ns)
        self._last = self._held = None

    def collect(self, now_ns: int, body: Any) -> tuple[Array, JointTargets]:
        """The action from a stamp on, shape (A,), and joint targets where a trajectory runs."""
        action = safe_action(self._robot, self._last)
        moved = self._moved(now_ns)
        if moved is not None:
            action[: self._size] = moved
        opening = self._opening(now_ns, body)
        if opening is not None:
            action[-1] = opening
        self._last = np.clip(action, self._robot.action_low, self._robot.action_high)
        target = self._trajectories.update(now_ns, body)
        if target is not None:
            self._held = None
            self.watchdog.feed(now_ns)
        self.watchdog.check(now_ns)
        if target is None:
            return self._last, {}
        grip_m = float(self._last[-1]) if self._robot.has_gripper else None
        return self._last, {self._robot.name: (target, grip_m)}

    def close(self) -> None:
        """Listen no more."""
        for inbox in self.inboxes:
            inbox.close()
        self._trajectories.close()
        if self._gripper is not None:
            self._gripper.close()

    def _moved(self, now_ns: int) -> Array | None:
        """The part of the action that moves the arm; None where nothing tells it to."""
        found = self._motion.take()
        if found is not None:
            self._held = found
            self._trajectories.release()
            self.watchdog.feed(found[1])
        if self._held is None:
            return None
        values, stamp_ns = self._held
        if self._robot.action_kind == "joint_delta":  # a jog is a step, a twist a velocity
            self._held = None
            return values
        return values / self._hz if now_ns - stamp_ns < HALF_A_SECOND_NS else None

    def _opening(self, now_ns: int, body: Any) -> float | None:
        """What the gripper is newly told [m]; None where nothing tells it."""
        if self._gripper is None or self._grip is None:
            return None
        if (told := self._grip.take()) is not None:
            self._gripper.release()
            self.watchdog.feed(now_ns)
        opening = self._gripper.update(now_ns, body)
        if self._gripper.is_running:
            self.watchdog.feed(now_ns)
        return opening_of(float(told[0][0])) if told is not None and opening is None else opening

    def _motion_values(self, message: Any) -> Array:
        if self._robot.action_kind == "joint_delta":
            return _displacements(message, self._robot.joint_names[: self._size])
        linear, angular = parts.xyz(message.twist.linear), parts.xyz(message.twist.angular)
        return np.array([*linear, *angular])


def _limits(robot: RobotSpec, size: int, control_hz: int) -> CommandLimits:
    """Of a jog's steps, or of a twist's velocities."""
    scale = 1 if robot.action_kind == "joint_delta" else control_hz
    names = tuple(robot.action_names[:size])
    return CommandLimits(names, robot.action_low[:size] * scale, robot.action_high[:size] * scale)


def _displacements(message: Any, names: tuple[str, ...]) -> Array:
    """A step of each joint, 0 of one that is not named; of no joints if one is unknown."""
    told = list(message.joint_names) or list(names)
    if len(told) != len(message.displacements) or not set(told) <= set(names):
        return np.empty(0)
    steps = dict(zip(told, message.displacements, strict=True))
    return np.array([steps.get(name, 0.0) for name in names])


def _grip_limits(robot: RobotSpec) -> CommandLimits:
    """Of the position of one finger, half the opening [m]."""
    return CommandLimits(("position_m",), robot.action_low[-1:] / 2, robot.action_high[-1:] / 2)


def _grip_values(message: Any) -> Array:
    return np.array([message.position])
