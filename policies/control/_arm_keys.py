"""Keys that move the tools of arms, one arm at a time, as the person sees them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from physai_sim.core.geometry import rotation_matrix
from physai_sim.core.types import Array, EpisodeSpec, Observation, RobotSpec
from policies.control._keys import HeldKeys

KINDS = ("end_effector_delta",)
# Shares of the greatest speed, for the keys 1 to 5.
SPEEDS = (0.05, 0.15, 0.4, 0.7, 1.0)
# Keys along right, away and up, and against them; turns are about the same axes, right-handed.
WAY_KEYS = (("d", "a"), ("w", "s"), ("r", "f"))
TURN_KEYS = (("k", "i"), ("l", "j"), ("u", "o"))
_UP = (0.0, 0.0, 1.0)


class ArmKeys:
    """W, A, S, D, R and F move the tool in the picture; G opens and closes; Tab takes another arm.

    Args:
        spec: An episode with arms alone.
    """

    def __init__(self, spec: EpisodeSpec) -> None:
        self._robots: Sequence[RobotSpec] = list(spec.robots.values())
        self._axes = _seen_axes(spec)
        self._held = HeldKeys()
        self._arm, self._speed = 0, 3
        # Arms start with their grippers open; without one the number is of no use.
        self._widest = [float(robot.action_high[-1]) for robot in self._robots]
        self._openings = list(self._widest)
        tab = "   Tab other arm" if len(self._robots) > 1 else ""
        grip = "   G grip" if any(robot.has_gripper for robot in self._robots) else ""
        self.help = f"W S A D R F move   U O I K J L turn{grip}   1-5 speed   Space halt{tab}"

    def press(self, key: str, at_s: float) -> None:
        """Take a key."""
        if key in ("space", "tab"):
            self._held.release_all()
        if key == "tab":
            self._arm = (self._arm + 1) % len(self._robots)
        elif key == "g":
            is_open = self._openings[self._arm] > 0.0
            self._openings[self._arm] = 0.0 if is_open else self._widest[self._arm]
        elif key in ("1", "2", "3", "4", "5"):
            self._speed = int(key)
        else:
            self._held.press(key, at_s)

    def action(self, observation: Observation, at_s: float) -> Array:
        """What the keys ask for now: the chosen arm moves, all grippers hold, shape (A,)."""
        del observation
        parts = []
        for index, robot in enumerate(self._robots):
            part = np.zeros(len(robot.action_names))
            if index == self._arm:
                part[:6] = self._delta(robot, at_s)
            if robot.has_gripper:
                part[-1] = self._openings[index]
            parts.append(part)
        return np.concatenate(parts)

    def status(self, observation: Observation) -> str:
        """In a few words."""
        del observation
        robot = self._robots[self._arm]
        name = f"{robot.name} arm   " if len(self._robots) > 1 else ""
        opening = self._openings[self._arm]
        grip = f"   gripper {'open' if opening > 0.0 else 'closed'}" if robot.has_gripper else ""
        return f"{name}speed {self._speed} of {len(SPEEDS)}{grip}"

    def _delta(self, robot: RobotSpec, at_s: float) -> Array:
        """Way [m] and turn [rad] of the tool in one step, world axes, shape (6,)."""
        way = self._pushed(WAY_KEYS, at_s) * robot.action_high[:3]
        turn = self._pushed(TURN_KEYS, at_s) * robot.action_high[3:6]
        return SPEEDS[self._speed - 1] * np.concatenate([way, turn])

    def _pushed(self, pairs: Sequence[tuple[str, str]], at_s: float) -> Array:
        """What keys ask for, in world axes, of length 1 at most, shape (3,)."""
        pushes = [self._held.axis(more, less, at_s) for more, less in pairs]
        vector: Array = np.array(pushes) @ self._axes
        return vector / max(1.0, float(np.linalg.norm(vector)))


def _seen_axes(spec: EpisodeSpec) -> Array:
    """Right, away and up in the first picture that stands still, in world axes, a row each."""
    for sensor in spec.sensors.values():
        camera = sensor.camera
        if sensor.kind == "rgb" and camera is not None and camera.parent == "world":
            axes = rotation_matrix(camera.pose_optical_in_parent.rotation_xyzw)
            right = axes[:, 0] * (1.0, 1.0, 0.0)
            right = right / np.linalg.norm(right)
            return np.array([right, np.cross(_UP, right), _UP])
    return np.array([(0.0, -1.0, 0.0), (1.0, 0.0, 0.0), _UP])  # seen from behind the robot
