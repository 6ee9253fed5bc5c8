"""Principal axes of an inertia tensor, as URDF's roll, pitch, yaw.

Bullet keeps three numbers per link, the diagonal in the inertial frame's axes. So the frame must
lie along the principal axes, or the products of inertia are lost.
"""

from __future__ import annotations

import numpy as np

from physai_sim.robots.assets.panda.mesh import Array
from physai_sim.robots.assets.panda.parameters import Inertia


def principal_axes(inertia: Inertia) -> tuple[Array, Array]:
    """Diagonalises the tensor.

    Args:
        inertia: Tensor in the link's axes.

    Returns:
        Principal moments, shape (3,) [kg m^2], and the rotation, shape (3, 3), whose columns are
        their axes in the link's frame: right-handed, and nearest to the link's own axes.
    """
    xx, xy, xz, yy, yz, zz = inertia.tensor
    moments, axes = np.linalg.eigh(np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]]))
    order = _nearest_order(np.abs(axes))
    moments, axes = moments[order], axes[:, order]
    axes = axes * np.where(np.diag(axes) < 0, -1.0, 1.0)
    if np.linalg.det(axes) < 0:
        axes[:, np.argmin(np.diag(axes))] *= -1.0
    return moments, axes


def _nearest_order(overlap: Array) -> list[int]:
    """Returns which column goes with x, y and z, best overlap first."""
    left, order = overlap.copy(), [0, 0, 0]
    for _ in range(3):
        row, column = np.unravel_index(np.argmax(left), left.shape)
        order[int(row)] = int(column)
        left[row, :] = left[:, column] = -1.0
    return order


def roll_pitch_yaw(rotation: Array) -> tuple[float, float, float]:
    """Returns URDF's angles [rad]: rotation, shape (3, 3), = Rz(yaw) Ry(pitch) Rx(roll)."""
    roll = np.arctan2(rotation[2, 1], rotation[2, 2])
    pitch = np.arctan2(-rotation[2, 0], np.hypot(rotation[2, 1], rotation[2, 2]))
    yaw = np.arctan2(rotation[1, 0], rotation[0, 0])
    return float(roll), float(pitch), float(yaw)
