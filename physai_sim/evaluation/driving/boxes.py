"""Upright boxes on the ground, many at once: corners, gaps and when two of them will touch.

A box is a row (x, y, yaw, length, width): its middle in the world frame [m], its heading [rad]
and its extents along and across the heading [m]. Legend: (...) any leading shape, the same for
two arguments or one that broadcasts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.truth import BodyInfo

# Front left, rear left, rear right, front right: counterclockwise, in halves of the extents.
_SIGNS = np.array([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])


def boxes_at(poses: Array, info: BodyInfo) -> Array:
    """The boxes of a body at poses of its base link.

    Args:
        poses: Position and quaternion `xyzw` in the world frame, shape (T, 7).
        info: What the body is.

    Returns:
        Boxes, shape (T, 5); NaN where the pose is.
    """
    return boxes_on(np.column_stack([poses[:, :2], yaws_of(poses[:, 3:7])]), info)


def boxes_on(rows: Array, info: BodyInfo) -> Array:
    """The boxes (..., 5) of a body whose base link is at rows (x, y, yaw), shape (..., 3)."""
    places, yaw = rows[..., :2], rows[..., 2]
    middle = places + turned(np.broadcast_to(info.middle_m[:2], places.shape), yaw)
    sizes = np.broadcast_to(info.size_m[:2], places.shape)
    return np.concatenate([middle, yaw[..., None], sizes], axis=-1)


def yaws_of(rotations: Array) -> Array:
    """Headings about z of quaternions `xyzw`, shape (T, 4), in (-pi, pi] [rad]."""
    x, y, z, w = rotations.T
    yaw: Array = np.arctan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))
    return yaw


def turned(vectors: Array, yaw: Array) -> Array:
    """Vectors (..., 2) turned to the left by angles (...) [rad]."""
    cos, sin = np.cos(yaw), np.sin(yaw)
    x, y = vectors[..., 0], vectors[..., 1]
    return np.stack([cos * x - sin * y, sin * x + cos * y], axis=-1)


def corners_of(boxes: Array) -> Array:
    """Corners (..., 4, 2) of boxes: front left, rear left, rear right, front right [m]."""
    halves = boxes[..., None, 3:5] / 2.0 * _SIGNS
    return boxes[..., None, :2] + turned(halves, boxes[..., None, 2])


def within(points: Array, boxes: Array) -> Array:
    """Points (..., 2) of the world as metres (ahead, left) of the middles of boxes (..., 5)."""
    return turned(points - boxes[..., :2], -boxes[..., 2])


def distance_to(points: Array, boxes: Array) -> Array:
    """Distance (...) from points (..., 2) to boxes (..., 5), 0 within [m]."""
    beyond = np.maximum(np.abs(within(points, boxes)) - boxes[..., 3:5] / 2.0, 0.0)
    distance: Array = np.hypot(beyond[..., 0], beyond[..., 1])
    return distance


def gaps(a: Array, b: Array) -> Array:
    """Free distance (...) between boxes, 0 where they touch or overlap [m].

    Two convex shapes that are apart are nearest at a corner of one of them.
    """
    from_a = distance_to(corners_of(a), b[..., None, :]).min(axis=-1)
    from_b = distance_to(corners_of(b), a[..., None, :]).min(axis=-1)
    return np.where(overlaps(a, b), 0.0, np.minimum(from_a, from_b))


def overlaps(a: Array, b: Array) -> NDArray[np.bool_]:
    """Whether boxes touch or overlap (...), by the four axes that could separate them.

    Source: Gottschalk, Lin and Manocha (1996), "OBBTree", section 5, in the plane.
    """
    apart, reach = _projections(a, b)
    touching: NDArray[np.bool_] = np.logical_and.reduce(np.abs(apart) <= reach, axis=-1)
    return touching


def contact_times(a: Array, b: Array, approach: Array) -> tuple[Array, Array]:
    """From when to when two boxes touch while one moves past the other and neither turns.

    Along each separating axis their projections touch in one interval of time, and the boxes do
    where all four intervals meet. Exact, with no step of time.

    Args:
        a: Boxes, shape (..., 5).
        b: Boxes, shape (..., 5).
        approach: Velocity of `b` less that of `a` in the world frame, shape (..., 2) [m/s].

    Returns:
        First and last time of contact, shape (...) each [s]; (inf, -inf) where they never touch.
        Negative times are in the past.
    """
    apart, reach = _projections(a, b)
    speed = np.einsum("...kj,...j->...k", _axes(a, b), approach)
    still = np.abs(speed) < 1e-12
    rate = np.where(still, 1.0, speed)
    ends = np.stack([(-reach - apart) / rate, (reach - apart) / rate])
    never = np.abs(apart) > reach
    start = np.where(still, np.where(never, np.inf, -np.inf), ends.min(axis=0)).max(axis=-1)
    end = np.where(still, np.where(never, -np.inf, np.inf), ends.max(axis=0)).min(axis=-1)
    meet = start <= end
    return np.where(meet, start, np.inf), np.where(meet, end, -np.inf)


def _axes(a: Array, b: Array) -> Array:
    """The directions that may separate two boxes: along and across each, shape (..., 4, 2)."""
    yaw = np.stack(np.broadcast_arrays(a[..., 2], b[..., 2]), axis=-1)
    cos, sin = np.cos(yaw), np.sin(yaw)
    along, across = np.stack([cos, sin], axis=-1), np.stack([-sin, cos], axis=-1)
    return np.concatenate([along, across], axis=-2)


def _projections(a: Array, b: Array) -> tuple[Array, Array]:
    """Signed distance of the middles and half the sum of extents, on each axis, (..., 4) each."""
    axes = _axes(a, b)
    apart = np.einsum("...kj,...j->...k", axes, b[..., :2] - a[..., :2])
    return apart, _half_extents(a, axes) + _half_extents(b, axes)


def _half_extents(boxes: Array, axes: Array) -> Array:
    """Half of the extents of boxes (..., 5) along axes (..., 4, 2), shape (..., 4)."""
    yaw = boxes[..., None, 2]
    cos, sin = np.cos(yaw), np.sin(yaw)
    along = np.abs(axes[..., 0] * cos + axes[..., 1] * sin)
    across = np.abs(axes[..., 1] * cos - axes[..., 0] * sin)
    half: Array = (along * boxes[..., None, 3] + across * boxes[..., None, 4]) / 2.0
    return half
