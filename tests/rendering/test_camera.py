"""Intrinsics, matrices and projection are one pinhole."""

import math

import numpy as np
import pytest

from physai_sim.core.geometry import Pose
from physai_sim.core.scene_config import ImageConfig, MountConfig
from physai_sim.rendering.camera import camera_spec, project, projection_matrix, view_matrix

MOUNT = MountConfig(position_m=(1.0, 2.0, 3.0), look_at_m=(4.0, 0.0, 1.0))


@pytest.fixture(params=[(640, 480), (101, 77), (8, 200)])
def camera(request):
    width_px, height_px = request.param
    image = ImageConfig(
        width_px=width_px, height_px=height_px, vertical_fov_rad=0.8, near_m=0.1, far_m=50.0
    )
    return camera_spec(image, MOUNT)


def in_front(camera, count=50):
    """Random points that the camera sees, in its optical frame."""
    rng = np.random.default_rng(3)
    pixels = rng.uniform((0, 0), (camera.width_px - 1, camera.height_px - 1), (count, 2))
    rays = (pixels - np.asarray(camera.centre_px)) / camera.focal_px
    return np.column_stack([rays, np.ones(count)]) * rng.uniform(0.2, 40.0, (count, 1)), pixels


def test_the_field_of_view_spans_the_height(camera):
    half = camera.height_px / 2 / camera.focal_px
    assert 2 * math.atan(half) == pytest.approx(0.8)


def test_projection_inverts_the_rays(camera):
    points, pixels = in_front(camera)
    assert project(camera, points) == pytest.approx(pixels)


def test_projection_is_what_the_matrix_of_intrinsics_says(camera):
    points, _ = in_front(camera)
    homogeneous = points @ camera.intrinsics().T
    assert project(camera, points) == pytest.approx(homogeneous[:, :2] / homogeneous[:, 2:])


def test_the_renderers_matrices_agree_with_the_projection(camera):
    points, pixels = in_front(camera)
    world = [camera.pose_optical_in_parent.compose(Pose(tuple(p))) for p in points.tolist()]
    corners = np.array([[*pose.position_m, 1.0] for pose in world])
    clip = corners @ (projection_matrix(camera) @ view_matrix(camera.pose_optical_in_parent)).T
    device = clip[:, :3] / clip[:, 3:]
    columns = (device[:, 0] + 1) / 2 * camera.width_px - 0.5
    rows = (1 - device[:, 1]) / 2 * camera.height_px - 0.5
    assert np.column_stack([columns, rows]) == pytest.approx(pixels, abs=1e-6)
    assert (np.abs(device) <= 1 + 1e-2).all()


def test_near_and_far_fill_the_depth_range(camera):
    ends = np.array([[0, 0, -camera.near_m, 1.0], [0, 0, -camera.far_m, 1.0]])
    clip = ends @ projection_matrix(camera).T
    assert clip[:, 2] / clip[:, 3] == pytest.approx([-1.0, 1.0])


def test_what_is_not_in_front_has_no_pixel(camera):
    pixels = project(camera, np.array([[0.0, 0, -1], [0.0, 0, 0], [0, 0, 1]]))
    assert np.isnan(pixels[:2]).all()
    assert pixels[2] == pytest.approx(camera.centre_px)


def test_the_optical_frame_has_x_right_and_y_down(camera):
    column, row = project(camera, np.array([[0.01, 0.02, 1.0]]))[0]
    assert column > camera.centre_px[0]
    assert row > camera.centre_px[1]
    down = camera.pose_optical_in_parent.compose(Pose((0.0, 1.0, 0.0))).position_m
    assert down[2] < MOUNT.position_m[2]
