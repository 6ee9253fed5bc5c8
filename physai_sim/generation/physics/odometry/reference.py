"""A picture whose depth and pose are known, made ready for other pictures to be laid over it.

Legend: H x W image rows x columns, N points.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.types import CameraSpec
from physai_sim.generation.physics.odometry.contrast import Picture, pyramid

# So many points of the greatest contrast say all that a small picture says of its motion.
MOST_POINTS = 1500
# Below this slope of even contrast, a pixel says nothing.
LEAST_SLOPE = 2.0
# Nearness bends by more than this share only where one surface hides another.
JUMP = 0.03
BORDER_PX = 2


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """Points of one level of a pyramid.

    Args:
        points: In the optical frame, shape (N, 3) [m].
        values: What the picture has there, shape (N,).
        slopes: Change of the value as the camera moves against the scene: three of translation
            [1/m] and three of rotation [1/rad], shape (N, 6).
        focal_px: Of this level.
        centre_px: Of this level.
    """

    points: Array
    values: Array
    slopes: Array
    focal_px: float
    centre_px: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A known picture.

    Args:
        matrix: Optical frame to world, shape (4, 4).
        levels: Finest first.
    """

    matrix: Array
    levels: tuple[Level, ...]


def reference(
    picture: Picture,
    depth_m: NDArray[np.float32],
    fixed: NDArray[np.bool_],
    *,
    camera: CameraSpec,
    matrix: Array,
) -> Reference:
    """Choose the points of a picture that say how a camera moves.

    Args:
        picture: Even contrast, shape (H, W).
        depth_m: Along the optical axis, inf where nothing is, shape (H, W) [m].
        fixed: Where that is seen which does not move in the world, shape (H, W).
        camera: Its lens; straight lines are straight.
        matrix: Optical frame to world, shape (4, 4).
    """
    near = nearness(depth_m)
    levels = []
    for number, level in enumerate(pyramid(picture)):
        step = 2**number
        usable = fixed[::step, ::step] & (near[::step, ::step] > 0.0)
        lens = (camera.focal_px / step, tuple(c / step for c in camera.centre_px))
        levels.append(_level(level, np.where(usable, near[::step, ::step], 0.0), *lens))
    return Reference(matrix, tuple(levels))


def nearness(depth_m: NDArray[np.float32]) -> Array:
    """1 / depth [1/m], shape (H, W); an outline belongs to what is in front, on both its sides."""
    near: Array = 1.0 / depth_m.astype(np.float64)
    bend = np.zeros_like(near)
    bend[:, 1:-1] = np.abs(near[:, 2:] + near[:, :-2] - 2 * near[:, 1:-1])
    rows = np.abs(near[2:] + near[:-2] - 2 * near[1:-1])
    bend[1:-1] = np.maximum(bend[1:-1], rows)
    front = cv2.dilate(near, np.ones((3, 3), np.uint8))
    result: Array = np.where(bend > JUMP * front, front, near)
    return result


def _level(picture: Picture, near: Array, focal_px: float, centre_px: tuple[float, ...]) -> Level:
    down, right = (np.asarray(along) for along in np.gradient(picture.astype(np.float64)))
    strength = np.where(near > 0.0, np.hypot(right, down), 0.0)
    inner = np.zeros(near.shape, dtype=bool)
    inner[BORDER_PX:-BORDER_PX, BORDER_PX:-BORDER_PX] = True
    rows, columns = np.nonzero(inner & (strength > LEAST_SLOPE))
    best = np.argsort(-strength[rows, columns], kind="stable")[:MOST_POINTS]
    rows, columns = rows[best], columns[best]
    x = (columns - centre_px[0]) / focal_px
    y = (rows - centre_px[1]) / focal_px
    rays = np.column_stack([x, y, np.ones(len(x))])
    points = rays / near[rows, columns][:, None]
    gradient = np.column_stack([right[rows, columns], down[rows, columns]]) * focal_px
    values = picture[rows, columns].astype(np.float64)
    slopes = _slopes(points, gradient)
    return Level(points, values, slopes, focal_px, (centre_px[0], centre_px[1]))


def _slopes(points: Array, gradient: Array) -> Array:
    """Chain rule over the pinhole; see Baker and Matthews (2004), section 3.2."""
    x, y, z = points.T
    along = gradient / z[:, None]
    across = -(along[:, 0] * x + along[:, 1] * y) / z
    force = np.column_stack([along, across])
    return np.concatenate([force, np.cross(points, force)], axis=1)
