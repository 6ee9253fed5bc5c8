"""Chunks of a car's actions as the path that they mean, by exact kinematics.

Legend: K steps of a chunk. Rows are (x, y, yaw) of the rear axle on the ground [m, m, rad].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import EpisodeFacts, is_car

CAR_ACTIONS = ("acceleration_curvature", "steering_speed")


@dataclass(frozen=True, slots=True)
class CarState:
    """Where a car is and how fast it drives.

    Args:
        x_m: Of the middle of its rear axle [m].
        y_m: Likewise [m].
        yaw_rad: Its heading [rad].
        speed_mps: Along its heading, negative backwards [m/s].
    """

    x_m: float
    y_m: float
    yaw_rad: float
    speed_mps: float


@dataclass(frozen=True, slots=True)
class Car:
    """The first car of an episode, and which columns of an action are its own.

    Args:
        name: Of the robot.
        kind: What its action means.
        columns: Its part of the joint action.
        wheelbase_m: Distance between its axles [m]; None where nobody knows it.
    """

    name: str
    kind: str
    columns: slice
    wheelbase_m: float | None

    @property
    def can_be_rolled(self) -> bool:
        """Whether its actions say where it goes: steering does so with a wheelbase alone."""
        return self.kind == CAR_ACTIONS[0] or self.wheelbase_m is not None


def first_car(facts: EpisodeFacts) -> Car | None:
    """The first robot that drives; None where there is none.

    Robots come in the order in which their actions are joined.
    """
    start = 0
    for name, robot in facts.robots.items():
        size = len(robot["action_names"])
        if is_car(robot):
            kind = str(robot.get("action_kind") or _kind_of(robot))
            return Car(name, kind, slice(start, start + size), robot["wheelbase_m"])
        start += size
    return None


def rolled(
    actions: Array, hz: int, *, start: CarState, kind: str, wheelbase_m: float | None
) -> Array:
    """Where a chunk of actions leads, one row at the end of each step.

    Within a step the curvature is constant, so the path is an arc of a circle however the speed
    changes along it: nothing is approximated. `acceleration_curvature` brakes to a stop and
    holds; the speed of `steering_speed` is the one that is commanded, at once.

    Args:
        actions: Shape (K, 2).
        hz: Rate of the actions.
        start: State at the stamp of the first action.
        kind: What the numbers mean; one of `CAR_ACTIONS`.
        wheelbase_m: Distance between the axles [m]; `steering_speed` needs it.

    Returns:
        Shape (K, 3).

    Raises:
        ConfigError: If the action is none of a car, or steers one of unknown wheelbase.

    Source: Rajamani (2012), "Vehicle Dynamics and Control", section 2.2, with the reference point
        on the rear axle.
    """
    if kind == "acceleration_curvature":
        ways, curvature = _accelerated(actions[:, 0], 1.0 / hz, start.speed_mps), actions[:, 1]
    elif kind == "steering_speed":
        if wheelbase_m is None:
            raise ConfigError(
                "steering says no curvature without a wheelbase", where="wheelbase_m"
            )
        ways, curvature = actions[:, 1] / hz, np.tan(actions[:, 0]) / wheelbase_m
    else:
        raise ConfigError("no action of a car", got=kind, known=CAR_ACTIONS)
    turns = ways * curvature
    yaws = start.yaw_rad + np.concatenate([[0.0], np.cumsum(turns)])
    # The chord of an arc of length s and turn t is s sin(t/2) / (t/2), along its middle heading.
    chords, middle = ways * np.sinc(turns / (2.0 * np.pi)), yaws[:-1] + turns / 2.0
    x = start.x_m + np.cumsum(chords * np.cos(middle))
    y = start.y_m + np.cumsum(chords * np.sin(middle))
    return np.column_stack([x, y, yaws[1:]])


def held(actions: Array, steps: int) -> Array:
    """Actions cut or, by repeating the last one, extended to a number of steps."""
    missing = max(0, steps - len(actions))
    return np.concatenate([actions[:steps], np.repeat(actions[-1:], missing, axis=0)])


def _accelerated(accelerations: Array, step_s: float, speed_mps: float) -> Array:
    """Way of each step at constant accelerations, shape (K,) [m]; a car that brakes stops."""
    # Speeds that may not fall below zero are a sum less its lowest dip (Skorokhod's reflection).
    free = max(speed_mps, 0.0) + np.concatenate([[0.0], np.cumsum(accelerations * step_s)])
    speeds = free - np.minimum(np.minimum.accumulate(free), 0.0)
    before = speeds[:-1]
    stops = before + accelerations * step_s < 0.0
    braking = np.where(stops, -2.0 * accelerations, 1.0)
    ways: Array = np.where(stops, before**2 / braking, (before + speeds[1:]) * step_s / 2.0)
    return ways


def _kind_of(robot: Mapping[str, Any]) -> str:
    """What the names of an action say where nobody says what it means."""
    return "steering_speed" if "steering_rad" in robot["action_names"] else CAR_ACTIONS[0]
