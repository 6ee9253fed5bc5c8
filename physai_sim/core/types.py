"""The words that cross the borders between parts: frozen, in SI units, NumPy only.

Legend: A action size, K actions in a chunk, H x W image rows x columns, J joints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.sensor_types import (
    CameraSpec,
    MountSpec,
    ScanSpec,
    SensorKind,
    SensorSpec,
)

__all__ = [
    "Action",
    "ActionChunk",
    "ActionKind",
    "Array",
    "CameraSpec",
    "Draw",
    "EpisodeSpec",
    "MountSpec",
    "Observation",
    "Provenance",
    "RobotSpec",
    "ScanSpec",
    "SensorKind",
    "SensorSpec",
]

Array = NDArray[np.float64]
# Key path of a world file -> the value, as JSON has it, that an episode drew for it.
Draw = Mapping[str, object]
ActionKind = Literal[
    "acceleration_curvature", "steering_speed", "joint_delta", "end_effector_delta"
]
# Name of the last number of an arm's action, where the arm has a gripper.
GRIPPER_OPENING = "gripper_opening_m"


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything sensed at one instant.

    Args:
        stamp_ns: Episode time of the instant [ns].
        sensors: Newest reading of each sensor by its name in the world file.
        instruction: What the robot was told, one sentence.
        privileged: Ground truth of the task; None unless the policy declares `needs_privileged`.
    """

    stamp_ns: int
    sensors: Mapping[str, NDArray[np.generic]]
    instruction: str
    privileged: Mapping[str, Array] | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One command as it was really given, after clipping.

    Args:
        values: Shape (A,), in the units that the robot's action names state.
        was_clipped: Whether the wish lay outside the limits.
    """

    values: Array
    was_clipped: bool


@dataclass(frozen=True, slots=True)
class ActionChunk:
    """Actions for the near future.

    Args:
        start_ns: Stamp from which the first action holds [ns].
        hz: Rate of the actions.
        actions: Shape (K, A).
    """

    start_ns: int
    hz: int
    actions: Array


@dataclass(frozen=True, slots=True)
class RobotSpec:
    """A robot as a policy or a message needs to know it.

    Args:
        name: Its name in the world file.
        model: The file in `physai_sim/robots/` that it comes from.
        action_kind: Meaning of its action.
        action_names: Name with unit of each number, length A.
        action_low: Least values, shape (A,).
        action_high: Greatest values, shape (A,).
        joint_names: Its movable joints, in the order of `joint_state`.
        base_frame: ROS frame of its base link.
        wheelbase_m: Distance between the axles [m]; None for an arm.
    """

    name: str
    model: str
    action_kind: ActionKind
    action_names: tuple[str, ...]
    action_low: Array
    action_high: Array
    joint_names: tuple[str, ...]
    base_frame: str = "base_link"
    wheelbase_m: float | None = None

    @property
    def has_gripper(self) -> bool:
        """Whether its action ends with the opening of a gripper."""
        return self.action_names[-1].endswith("opening_m")


@dataclass(frozen=True, slots=True)
class EpisodeSpec:
    """All that is fixed for an episode; a policy gets it at reset.

    Args:
        world: Name of the world.
        config_hash: SHA-256 of the whole configuration, in hex.
        instruction: One sentence; the world file's, where the task has none of its own.
        control_hz: Rate of actions.
        physics_hz: Rate of the engine.
        robots: By name, in the order in which their actions are joined.
        sensors: By name.
    """

    world: str
    config_hash: str
    instruction: str
    control_hz: int
    physics_hz: int
    robots: Mapping[str, RobotSpec]
    sensors: Mapping[str, SensorSpec]

    @property
    def action_names(self) -> tuple[str, ...]:
        """Names with units of the joint action of all robots, length A."""
        return tuple(name for robot in self.robots.values() for name in robot.action_names)

    @property
    def action_low(self) -> Array:
        """Least joint action of all robots, shape (A,)."""
        return np.concatenate([robot.action_low for robot in self.robots.values()])

    @property
    def action_high(self) -> Array:
        """Greatest joint action of all robots, shape (A,)."""
        return np.concatenate([robot.action_high for robot in self.robots.values()])


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where data came from, so that imagined frames never pass for simulated ones.

    Args:
        source: Physics engine, generative model, or a real recording.
        by: What made it: engine or model, with its version.
        seed: Seed of the episode.
        config_hash: SHA-256 of the configuration, in hex.
        details: Further facts as text (renderer, software versions).
        draw: What the episode drew where its world randomises something; with the hash and the
            seed it makes the episode again, whatever becomes of the distributions.
    """

    source: Literal["simulated", "generated", "recorded"]
    by: str
    seed: int
    config_hash: str
    details: Mapping[str, str] = field(default_factory=dict)
    draw: Draw = field(default_factory=dict)
