"""Differential inverse kinematics: joint targets that bring a link towards a pose.

Legend: D degrees of freedom of the model, J arm joints.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from physai_sim.core.geometry import Array, Pose, conjugate, multiply, rotation_matrix
from physai_sim.simulation.body import Body
from physai_sim.simulation.engine import bullet

DAMPING = 0.02
POSTURE_GAIN = 0.05
UNTURNED = (0.0, 0.0, 0.0, 1.0)


def solve_ik(body: Body, link: str, target: Pose, *, joints: int, posture: Array) -> Array:
    """One damped least-squares step from the present joints towards a pose of a link.

    Called at every control step it converges like a Newton method; far targets are approached
    along a straight line rather than reached at once.

    Args:
        body: A jointed body whose first `joints` movable joints form the arm.
        link: The link to move.
        target: Wanted pose of the link's frame in the world.
        joints: J.
        posture: Joint positions to prefer where the task leaves freedom, shape (J,) [rad].

    Returns:
        Joint targets, shape (J,) [rad]; not clipped to the limits.

    Source: Buss (2004), "Introduction to inverse kinematics with Jacobian transpose,
        pseudoinverse and damped least squares methods", section 9.
    """
    positions, _ = body.joint_states()
    here = body.link_pose(link)
    (tx, ty, tz), (x, y, z) = target.position_m, here.position_m
    turn = rotation_vector(target.rotation_xyzw, here.rotation_xyzw)
    error = np.array([tx - x, ty - y, tz - z, *turn])
    jacobian = _jacobian(body, link, positions)[:, :joints]
    squared = jacobian @ jacobian.T
    squared.flat[::7] += DAMPING**2
    # What the posture moves the tool by is taken back, so it acts where the task leaves freedom.
    drift = POSTURE_GAIN * (posture - positions[:joints])
    force = np.linalg.solve(squared, error - jacobian @ drift)
    result: Array = positions[:joints] + drift + jacobian.T @ force
    return result


def rotation_vector(
    target: Sequence[float], current: Sequence[float]
) -> tuple[float, float, float]:
    """Axis times angle that turns `current` into `target`, in the world frame [rad]."""
    x, y, z, w = multiply(target, conjugate(current))
    if w < 0:
        x, y, z, w = -x, -y, -z, -w
    sine = math.sqrt(x * x + y * y + z * z)
    scale = 2.0 if sine < 1e-9 else 2.0 * math.atan2(sine, w) / sine
    return (x * scale, y * scale, z * scale)


def _jacobian(body: Body, link: str, positions: Array) -> Array:
    """Jacobian of a link frame's motion, linear over angular, in the world frame, shape (6, D)."""
    zeros = [0.0] * len(positions)
    index = body.link_index(link)
    linear, angular = bullet.calculateJacobian(
        body.id, index, (0, 0, 0), positions.tolist(), zeros, zeros, physicsClientId=body.client
    )
    base = body.base_pose().rotation_xyzw
    if base == UNTURNED:
        return np.array(linear + angular)
    # The engine's is in the frame of the base.
    turn = rotation_matrix(base)
    return np.vstack([turn @ np.array(linear), turn @ np.array(angular)])
