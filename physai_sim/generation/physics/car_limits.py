"""Whether a car could have gone where a film shows it go: the bicycle model, and its tyres.

Legend: T frames.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from physai_sim.core import registry
from physai_sim.core.geometry import Array, rotation_matrix
from physai_sim.evaluation.measures.derivatives import derivative
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.resimulation import concrete
from physai_sim.robots._chassis import Chassis

# Below this speed a direction of motion is noise [m/s].
LEAST_MPS = 1.0
# Tyres give their greatest side force at slip angles of up to 10 degrees and slide beyond
# (Gillespie 1992, "Fundamentals of Vehicle Dynamics", section 6).
MOST_SLIP_RAD = np.radians(10.0)
# Directions are taken over this time: a film's frames are too close together [s].
WINDOW_S = 0.3
# What all but a few frames keep to: single ones are the camera's noise [%].
PERCENTILE = 95.0
GRAVITY_MPS2 = 9.81


@dataclass(frozen=True, slots=True, eq=False)
class Drive:
    """How a car goes, at the middle of its rear axle, in the frames in which it moves.

    Args:
        curvature_per_m: Of its turning, shape (T,) [1/m].
        lateral_mps2: Acceleration to the side, shape (T,) [m/s^2].
        slip_rad: Direction of motion against heading, shape (T,) [rad].
    """

    curvature_per_m: Array
    lateral_mps2: Array
    slip_rad: Array


def drive_of(poses: Array, hz: int) -> Drive:
    """Read from poses of a car's base link.

    Args:
        poses: Position and xyzw in the world, NaN where they are not known, shape (T, 7).
        hz: Frames per second.
    """
    known = np.isfinite(poses).all(axis=1)
    rows = poses[known]
    window = max(3, 2 * round(WINDOW_S * hz / 2) + 1)
    axes = np.array([rotation_matrix(row[3:])[:2, 0] for row in rows]).reshape(-1, 2)
    yaw = np.unwrap(np.arctan2(axes[:, 1], axes[:, 0]))
    vx, vy = (derivative(rows[:, axis], hz, window=window) for axis in (0, 1))
    turning = derivative(yaw, hz, window=window)
    forward = vx * np.cos(yaw) + vy * np.sin(yaw)
    sideways = vy * np.cos(yaw) - vx * np.sin(yaw)
    speed = np.hypot(vx, vy)
    moves = speed > LEAST_MPS
    # Of a car that goes backwards, the slip is against where it comes from.
    slip = np.arctan2(sideways, np.abs(forward))
    turning, speed = turning[moves], speed[moves]
    return Drive(turning / speed, turning * speed, slip[moves])


def uses(drive: Drive, chassis: Chassis, grip: float) -> dict[str, float]:
    """How much of what it can do a car uses; above 1 it could not.

    Args:
        drive: How it goes.
        chassis: Of the car.
        grip: Friction of tyres on the road.
    """
    return {
        "curvature": _most(drive.curvature_per_m) / chassis.max_curvature_per_m,
        "lateral_acceleration": _most(drive.lateral_mps2) / (grip * GRAVITY_MPS2),
        "side_slip": _most(drive.slip_rad) / float(MOST_SLIP_RAD),
    }


def chassis_of(truth: Truth, car: str) -> Chassis:
    """Measures of a car that is commanded."""
    chassis: Chassis = registry.find("robots", truth.spec.robots[car].model).chassis
    return chassis


def grip_of(truth: Truth, car: str) -> float:
    """Friction of its tyres on the ground: the engine multiplies the two."""
    config = concrete(truth.source)
    told = getattr(config.robots[car], "tyre_friction", None)
    tyres = float(told or chassis_of(truth, car).tyre_friction)
    return tyres * (config.scene.ground.friction if config.scene.ground else 1.0)


def _most(values: Array) -> float:
    return float(np.percentile(np.abs(values), PERCENTILE)) if len(values) else 0.0
