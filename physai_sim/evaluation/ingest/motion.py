"""How a robot moved, where a recording holds its poses alone.

Legend: T rows; pose = position 3 [m], quaternion xyzw 4.
"""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.ingest.stamps import Stamps
from physai_sim.evaluation.ingest.transforms import rotate


def with_twist(stamps_ns: Stamps, poses: Array) -> Array:
    """Rows of odometry from poses: the twist in the body frame is the slope between neighbours.

    Args:
        stamps_ns: Rising, shape (T,) [ns].
        poses: Shape (T, 7).

    Returns:
        Shape (T, 13); a single row does not move.
    """
    if len(poses) < 2:
        return np.hstack([poses, np.zeros((len(poses), 6))])
    times_s = (stamps_ns - stamps_ns[0]) / 1e9
    turns = _continuous(poses[:, 3:])
    back = turns * [-1.0, -1.0, -1.0, 1.0]
    linear = rotate(back, np.gradient(poses[:, :3], times_s, axis=0))
    return np.hstack([poses, linear, _turn_rate(back, np.gradient(turns, times_s, axis=0))])


def _continuous(turns: Array) -> Array:
    """Quaternions without jumps to the opposite one, which means the same rotation."""
    is_flipped = np.sum(turns[1:] * turns[:-1], axis=1) < 0
    signs = np.concatenate([[1.0], np.cumprod(np.where(is_flipped, -1.0, 1.0))])
    return np.asarray(turns * signs[:, None])


def _turn_rate(back: Array, slopes: Array) -> Array:
    """Body-frame angular velocity, 2 q* dq/dt (Diebel 2006, section 6.3), shape (T, 3) [rad/s]."""
    axis, w = back[:, :3], back[:, 3:4]
    return 2.0 * (w * slopes[:, :3] + slopes[:, 3:4] * axis + np.cross(axis, slopes[:, :3]))
