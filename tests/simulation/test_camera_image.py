"""The engine's renderer as arrays: shapes, types, numbers of bodies."""

import numpy as np
import pytest

from physai_sim.core.scene_config import BodyConfig, ImageConfig, MountConfig, SceneConfig
from physai_sim.rendering.camera import camera_spec, projection_matrix, view_matrix
from physai_sim.simulation.camera_image import camera_image, unpack_segmentation


@pytest.fixture
def draw(build_world):
    def draw_(width_px, height_px, **scene):
        ball = BodyConfig(shape="sphere", radius_m=0.3, color_rgba=(1, 0, 0, 1))
        world = build_world(SceneConfig(ground=None, bodies={"ball": ball}, **scene))
        image = ImageConfig(
            width_px=width_px, height_px=height_px, vertical_fov_rad=0.9, far_m=10.0
        )
        mount = MountConfig(position_m=(2.0, 0.0, 0.0), look_at_m=(0.0, 0.0, 0.0))
        camera = camera_spec(image, mount)
        pictures = camera_image(
            world,
            view=view_matrix(camera.pose_optical_in_parent),
            projection=projection_matrix(camera),
            size_px=(width_px, height_px),
        )
        return world, *pictures

    return draw_


@pytest.mark.parametrize(("width_px", "height_px"), [(64, 48), (33, 71), (101, 8)])
def test_pictures_have_rows_first_and_stated_types(width_px, height_px, draw):
    _, rgb, depth, packed = draw(width_px, height_px)
    assert (rgb.shape, rgb.dtype) == ((height_px, width_px, 3), np.uint8)
    assert (depth.shape, depth.dtype) == ((height_px, width_px), np.float32)
    assert (packed.shape, packed.dtype) == ((height_px, width_px), np.int32)
    assert rgb.flags.c_contiguous


def test_pixels_name_the_body_and_link_that_they_show(draw):
    world, rgb, depth, packed = draw(65, 65)
    body, link = unpack_segmentation(packed)
    assert (body[32, 32], link[32, 32]) == (world.bodies["ball"].id, -1)
    assert (body[0, 0], link[0, 0]) == (-1, -1)
    assert depth[0, 0] == pytest.approx(1.0, abs=1e-6)
    red, green, blue = rgb[32, 32].tolist()
    assert red > 100
    assert max(green, blue) < 60


def test_a_ball_in_the_middle_is_drawn_in_the_middle(draw):
    _, _, _, packed = draw(65, 65)
    rows, columns = np.nonzero(packed >= 0)
    assert (rows.mean(), columns.mean()) == pytest.approx((32.0, 32.0), abs=0.2)


def test_bodies_and_links_unpack_from_one_number():
    packed = np.array([[-1, 5, 5 + (1 << 24), 7 + (12 << 24)]], dtype=np.int32)
    body, link = unpack_segmentation(packed)
    assert body.tolist() == [[-1, 5, 5, 7]]
    assert link.tolist() == [[-1, -1, 0, 11]]
