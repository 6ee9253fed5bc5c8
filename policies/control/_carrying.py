"""What experts that move cubes share: straight steps of the tool, and picking and placing.

Legend: N cubes. Positions are in the world frame [m].
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation, RobotSpec

# Share of the remaining way that is covered in one control step, as long as the arm can follow.
APPROACH = 0.35
TURN = 0.3
OPEN_M = 0.08
# Fingers open along y where nothing asks for another angle: that is how the arm starts.
REST_YAW_RAD = math.pi / 2


@dataclass(frozen=True, slots=True)
class Scene:
    """The ground truth of a tabletop task, as its `privileged` gives it.

    Args:
        tool: Point between the finger tips, (3,).
        grip_yaw: Angle of the line along which the fingers open [rad].
        cubes: Centres, (N, 3).
        yaws: Of the cubes, (N,) [rad].
        sizes: Of the cubes, (N, 3) [m].
        places: Where the centres belong, (N, 3).
        table: Height of its top [m].
    """

    tool: Array
    grip_yaw: float
    cubes: Array
    yaws: Array
    sizes: Array
    places: Array
    table: float

    @classmethod
    def of(cls, observation: Observation) -> Scene:
        """Read it from an observation."""
        truth = observation.privileged
        assert truth is not None, "needs_privileged is set"
        return cls(
            tool=truth["tool_position_m"],
            grip_yaw=float(truth["grip_yaw_rad"][0]),
            cubes=truth["cubes_position_m"],
            yaws=truth["cubes_yaw_rad"],
            sizes=truth["cubes_size_m"],
            places=truth["places_position_m"],
            table=float(truth["table_height_m"][0]),
        )


def tool_robot(spec: EpisodeSpec, *, expert: str) -> RobotSpec:
    """The first robot, which must take end-effector deltas with a gripper.

    Raises:
        ConfigError: If it does not.
    """
    robot = next(iter(spec.robots.values()))
    if robot.action_kind != "end_effector_delta" or not robot.has_gripper:
        raise ConfigError(
            f"{expert} commands a tool with a gripper",
            where=f"robots.{robot.name}.action",
            got=robot.action_kind,
            expected="end_effector_delta",
        )
    return robot


def tool_action(way: Array, *, turn_rad: float, opening_m: float, high: Array) -> Array:
    """One action: a step along `way`, shortened to the limits without bending it.

    Args:
        way: What is left to go, (3,) [m].
        turn_rad: What is left to turn about the vertical [rad].
        opening_m: Of the gripper [m].
        high: Greatest action, (7,).
    """
    step = way * APPROACH
    longest = float(np.max(np.abs(step) / high[:3]))
    action = np.zeros(7)
    action[:3] = step / max(longest, 1.0)
    action[5] = np.clip(turn_rad * TURN, -high[5], high[5])
    action[6] = opening_m
    return action


def wrapped(angle_rad: float, *, symmetry_rad: float) -> float:
    """The smallest turn that does the same for something that looks alike after `symmetry_rad`."""
    return math.remainder(angle_rad, symmetry_rad)


def chunk(observation: Observation, action: Array, *, hz: int) -> ActionChunk:
    """A chunk of one action."""
    return ActionChunk(observation.stamp_ns, hz, action[None, :])
