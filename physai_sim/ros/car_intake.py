"""What a car is told: Ackermann commands and twists, the newest of which holds."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from physai_sim.control.safety import CommandLimits, Watchdog, safe_action
from physai_sim.core.geometry import Array
from physai_sim.core.types import EpisodeSpec, RobotSpec
from physai_sim.envs.commands import JointTargets
from physai_sim.messages import driving, topics
from physai_sim.messages.driving import Drive
from physai_sim.ros.inbox import Desk, Inbox

FASTEST_MPS = 70.0
HARDEST = 20.0
"""Beyond what any car does; such a command is a mistake of units [m/s, m/s^2]."""
_NAMES = ("steering_angle_rad", "speed_mps", "acceleration_mps2")


class CarIntake:
    """Chooses a car's action for each control step.

    Args:
        desk: Of the simulation.
        robot: The car.
        spec: The episode.
        stamped: Whether `cmd_vel` carries a TwistStamped rather than a Twist.
    """

    def __init__(self, desk: Desk, robot: RobotSpec, spec: EpisodeSpec, *, stamped: bool) -> None:
        self._robot, self._hz = robot, desk.control_hz
        limits = _limits(robot)
        (ackermann,) = topics.command_topics(robot, spec)
        twist = topics.twist_topic(robot, spec, stamped=stamped)
        self.inboxes = (
            Inbox(desk, ackermann, limits, _drive_values),
            Inbox(desk, twist, limits, self._twist_values),
        )
        self.watchdog = Watchdog()
        self._last: Array | None = None

    def restart(self, now_ns: int) -> None:
        """Begin an episode."""
        for inbox in self.inboxes:
            inbox.restart()
        self.watchdog.restart(now_ns)
        self._last = None

    def collect(self, now_ns: int, body: Any) -> tuple[Array, JointTargets]:
        """The action from a stamp on, shape (2,); braking where no command has come lately.

        Args:
            now_ns: The stamp [ns].
            body: The car's.
        """
        held = [found for inbox in self.inboxes if (found := inbox.newest()) is not None]
        if held:
            values, stamp_ns = max(held, key=lambda item: item[1])
            self.watchdog.feed(stamp_ns)
        self.watchdog.check(now_ns)
        if not held or self.watchdog.is_expired:
            self._last = safe_action(self._robot, self._last)
            return self._last, {}
        speed = body.state().forward_mps
        action = driving.action_of_drive(
            self._robot, Drive(*values.tolist()), speed_mps=speed, control_hz=self._hz
        )
        self._last = np.clip(action, self._robot.action_low, self._robot.action_high)
        return self._last, {}

    def close(self) -> None:
        """Listen no more."""
        for inbox in self.inboxes:
            inbox.close()

    def _twist_values(self, message: Any) -> Array:
        drive = driving.drive_of_twist(self._robot, getattr(message, "twist", message))
        return np.array([drive.steering_rad, drive.speed_mps, drive.acceleration_mps2])


def _drive_values(message: Any) -> Array:
    drive = driving.drive_from(message)
    return np.array([drive.steering_rad, drive.speed_mps, drive.acceleration_mps2])


def _limits(robot: RobotSpec) -> CommandLimits:
    (first_low, second_low), (first_high, second_high) = robot.action_low, robot.action_high
    if robot.action_kind == "steering_speed":
        low, high = [first_low, second_low, -HARDEST], [first_high, second_high, HARDEST]
    else:
        most = math.atan(second_high * driving.wheelbase_m(robot))
        low, high = [-most, -FASTEST_MPS, first_low], [most, FASTEST_MPS, -first_low]
    return CommandLimits(_NAMES, np.array(low), np.array(high))
