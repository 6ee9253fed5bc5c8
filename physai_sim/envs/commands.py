"""Hands a step's commands to the robots of a world: an action for all, or joints for some arms.

Legend: A action size, J arm joints.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from physai_sim.core.errors import UnknownNameError
from physai_sim.core.types import Action
from physai_sim.robots.base import Robot, checked_action

# Name of an arm -> joint positions (J,) [rad] and opening of its gripper [m], or None.
JointTargets = Mapping[str, tuple[ArrayLike, float | None]]


def apply(robots: Mapping[str, Robot[Any]], action: ArrayLike, joints: JointTargets) -> Action:
    """Split a step's command among the robots; all of it is checked before any of it is used.

    Args:
        robots: By name, in the order of the action.
        action: Actions of all robots, shape (A,).
        joints: Arms that are commanded joint positions instead of their part of the action.

    Returns:
        What was really commanded.

    Raises:
        ActionError: If anything is wrong with it; nothing is commanded.
        UnknownNameError: If `joints` names no robot; nothing is commanded.
    """
    if len(robots) == 1 and not joints:
        return next(iter(robots.values())).apply_action(action)
    names = tuple(name for robot in robots.values() for name in robot.spec().action_names)
    values = checked_action(action, names=names, where="action")
    for name, target in joints.items():
        if name not in robots:
            raise UnknownNameError("no such robot", where="joints", got=name, known=robots)
        robots[name].check_joints(*target)
    done, start = [], 0
    for name, robot in robots.items():
        size = len(robot.spec().action_names)
        own = values[start : start + size]
        done.append(
            robot.command_joints(*joints[name]) if name in joints else robot.apply_action(own)
        )
        start += size
    return Action(np.concatenate([a.values for a in done]), any(a.was_clipped for a in done))
