"""Pinhole cameras: intrinsics, matrices for a renderer, and projection of points.

Legend: N points, H x W image rows x columns. The optical frame has z forward, x right, y down.
"""

from __future__ import annotations

import math

import numpy as np

from physai_sim.core.errors import UnknownNameError
from physai_sim.core.geometry import Array, Pose, look_at
from physai_sim.core.scene_config import ImageConfig, MountConfig
from physai_sim.core.types import CameraSpec
from physai_sim.simulation.world import World

# OpenGL cameras look along -z with y up; optical frames look along +z with y down.
OPENGL_FROM_OPTICAL = np.diag([1.0, -1.0, -1.0, 1.0])


def camera_spec(image: ImageConfig, mount: MountConfig) -> CameraSpec:
    """The camera that a world file describes."""
    return CameraSpec(
        width_px=image.width_px,
        height_px=image.height_px,
        focal_px=image.height_px / 2 / math.tan(image.vertical_fov_rad / 2),
        near_m=image.near_m,
        far_m=image.far_m,
        parent=mount.parent,
        pose_optical_in_parent=look_at(mount.position_m, mount.look_at_m),
        distortion=image.distortion,
    )


def camera_pose(world: World, camera: CameraSpec) -> Pose:
    """Where a camera is now: its optical frame in the world.

    Raises:
        UnknownNameError: If the body or link that it is fixed to does not exist.
    """
    if camera.parent == "world":
        return camera.pose_optical_in_parent
    name, _, link = camera.parent.partition("/")
    if name not in world.bodies:
        raise UnknownNameError(
            "a camera is fixed to an unknown body", got=name, known=("world", *world.bodies)
        )
    body = world.bodies[name]
    return body.link_pose(link or body.base_link).compose(camera.pose_optical_in_parent)


def view_matrix(pose_optical_in_world: Pose) -> Array:
    """World to OpenGL camera frame, shape (4, 4)."""
    result: Array = OPENGL_FROM_OPTICAL @ pose_optical_in_world.inverse().matrix()
    return result


def projection_matrix(camera: CameraSpec) -> Array:
    """OpenGL camera frame to clip space for a principal point in the middle, shape (4, 4)."""
    near, far = camera.near_m, camera.far_m
    result = np.zeros((4, 4))
    result[0, 0] = 2 * camera.focal_px / camera.width_px
    result[1, 1] = 2 * camera.focal_px / camera.height_px
    result[2, 2] = -(far + near) / (far - near)
    result[2, 3] = -2 * far * near / (far - near)
    result[3, 2] = -1.0
    return result


def project(camera: CameraSpec, points_in_optical: Array) -> Array:
    """Pixels of points in front of the camera.

    Args:
        camera: Intrinsics.
        points_in_optical: Shape (N, 3) [m].

    Returns:
        Columns and rows, shape (N, 2) [px]; (0, 0) is the centre of the top left pixel.
        Points that are not in front of the camera are NaN.
    """
    points = np.atleast_2d(np.asarray(points_in_optical, dtype=np.float64))
    depth = np.where(points[:, 2] > 0, points[:, 2], np.nan)
    straight = points[:, :2] / depth[:, None]
    pixels: Array = distorted(straight, camera.distortion) * camera.focal_px
    pixels += np.asarray(camera.centre_px)
    return pixels


def distorted(points: Array, model: tuple[float, ...]) -> Array:
    """Where points at depth 1 come to lie behind a lens.

    Args:
        points: (x, y) at depth 1, shape (..., 2).
        model: k1, k2, p1, p2, k3 of the plumb bob model.

    Source: Brown (1966), "Decentering distortion of lenses"; sensor_msgs/CameraInfo `plumb_bob`.
    """
    k1, k2, p1, p2, k3 = model
    x, y = points[..., 0], points[..., 1]
    r2 = x * x + y * y
    radial = 1.0 + r2 * (k1 + r2 * (k2 + r2 * k3))
    bent_x = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x)
    bent_y = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y
    return np.stack([bent_x, bent_y], axis=-1)
