"""Rotations and poses in plain NumPy: quaternions are `xyzw`, axes as REP-103, angles in radians.

Legend: N points. A pose is a position (3,) [m] with a quaternion (4,).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
IDENTITY_XYZW = (0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a frame stands in another: `pose_child_in_parent`.

    Args:
        position_m: Origin of the child in the parent, (x, y, z) [m].
        rotation_xyzw: Unit quaternion that turns child axes into parent axes.
    """

    position_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    rotation_xyzw: tuple[float, float, float, float] = IDENTITY_XYZW

    @property
    def numbers(self) -> tuple[float, float, float, float, float, float, float]:
        """Position [m] and quaternion xyzw in one row, as arrays of poses have them."""
        return (*self.position_m, *self.rotation_xyzw)

    @property
    def yaw_rad(self) -> float:
        """Heading about the parent's z axis [rad]."""
        return yaw_of(self.rotation_xyzw)

    def matrix(self) -> Array:
        """The 4x4 homogeneous matrix that takes child coordinates to the parent."""
        result = np.eye(4)
        result[:3, :3] = rotation_matrix(self.rotation_xyzw)
        result[:3, 3] = self.position_m
        return result

    def compose(self, child: Pose) -> Pose:
        """`pose_b_in_a.compose(pose_c_in_b)` is `pose_c_in_a`."""
        turned = rotation_matrix(self.rotation_xyzw) @ np.asarray(child.position_m)
        x, y, z = turned + np.asarray(self.position_m)
        rotation = multiply(self.rotation_xyzw, child.rotation_xyzw)
        return Pose((float(x), float(y), float(z)), rotation)

    def inverse(self) -> Pose:
        """`pose_b_in_a.inverse()` is `pose_a_in_b`."""
        back = conjugate(self.rotation_xyzw)
        x, y, z = -(rotation_matrix(back) @ np.asarray(self.position_m))
        return Pose((float(x), float(y), float(z)), back)


def multiply(a: Sequence[float], b: Sequence[float]) -> tuple[float, float, float, float]:
    """Hamilton product: first turn by `b`, then by `a`."""
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return (
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    )


def conjugate(q: Sequence[float]) -> tuple[float, float, float, float]:
    """The inverse of a unit quaternion."""
    return (-q[0], -q[1], -q[2], q[3])


def from_rpy(roll: float, pitch: float, yaw: float) -> tuple[float, float, float, float]:
    """Quaternion of turns about the fixed axes x, then y, then z [rad] (REP-103)."""
    cr, sr = math.cos(roll / 2), math.sin(roll / 2)
    cp, sp = math.cos(pitch / 2), math.sin(pitch / 2)
    cy, sy = math.cos(yaw / 2), math.sin(yaw / 2)
    return (
        sr * cp * cy - cr * sp * sy,
        cr * sp * cy + sr * cp * sy,
        cr * cp * sy - sr * sp * cy,
        cr * cp * cy + sr * sp * sy,
    )


def yaw_of(q: Sequence[float]) -> float:
    """Heading about z of a quaternion [rad], in (-pi, pi]."""
    x, y, z, w = q
    return math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))


def rotation_matrix(q: Sequence[float]) -> Array:
    """The 3x3 rotation matrix of a unit quaternion."""
    x, y, z, w = q
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def from_matrix(rotation: Array) -> tuple[float, float, float, float]:
    """Quaternion of a 3x3 rotation matrix, with w >= 0 (Shepperd 1978: the largest root first)."""
    m = rotation
    diagonal = np.array([m[0, 0], m[1, 1], m[2, 2], np.trace(m)])
    k = int(np.argmax(diagonal))
    if k == 3:
        q = np.array([m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1], 1 + diagonal[3]])
    else:
        i, j = (k + 1) % 3, (k + 2) % 3
        q = np.empty(4)
        q[k] = 1 - diagonal[3] + 2 * m[k, k]
        q[i], q[j] = m[i, k] + m[k, i], m[j, k] + m[k, j]
        q[3] = m[j, i] - m[i, j]
    q = q / np.linalg.norm(q)
    x, y, z, w = q if q[3] >= 0 else -q
    return (float(x), float(y), float(z), float(w))


def wrap_angle(angle_rad: float) -> float:
    """The same angle in (-pi, pi] [rad]."""
    wrapped = math.remainder(angle_rad, math.tau)
    return math.pi if wrapped == -math.pi else wrapped


def look_at(eye_m: Sequence[float], target_m: Sequence[float]) -> Pose:
    """Pose of an *optical* frame (z forward, x right, y down) at `eye_m` that looks at `target_m`.

    Raises:
        ValueError: If the two points coincide or the view is straight up or down, where
            "right" has no meaning.
    """
    forward = np.asarray(target_m, dtype=float) - np.asarray(eye_m, dtype=float)
    distance = float(np.linalg.norm(forward))
    right = np.cross(forward, (0.0, 0.0, 1.0))
    if distance == 0.0 or np.linalg.norm(right) < 1e-9 * distance:
        raise ValueError(
            f"cannot look from {tuple(eye_m)} at {tuple(target_m)}: no horizontal part"
        )
    forward, right = forward / distance, right / np.linalg.norm(right)
    rotation = np.column_stack([right, np.cross(forward, right), forward])
    x, y, z = (float(v) for v in eye_m)
    return Pose((x, y, z), from_matrix(rotation))
