"""Lenses: OpenCV agrees on where they bend to, and impossible ones are refused."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from physai_sim.core.errors import RenderError
from physai_sim.core.scene_config import ImageConfig, MountConfig
from physai_sim.rendering.camera import camera_spec, project
from physai_sim.rendering.distortion import Lens

MODEL = (-0.28, 0.09, 0.002, -0.0015, 0.01)


@pytest.fixture
def camera():
    image = ImageConfig(width_px=321, height_px=240, vertical_fov_rad=0.8)
    mount = MountConfig(position_m=(1.6, -0.9, 1.5), look_at_m=(0.2, 0.1, 0.9))
    return camera_spec(image, mount)


def test_projection_is_opencvs(camera):
    points = np.random.default_rng(0).uniform((-0.4, -0.3, 1.0), (0.4, 0.3, 3.0), (50, 3))
    theirs, _ = cv2.projectPoints(
        points, np.zeros(3), np.zeros(3), camera.intrinsics(), np.array(MODEL)
    )
    ours = project(replace(camera, distortion=MODEL), points)
    np.testing.assert_allclose(ours, theirs[:, 0], atol=1e-6)


def test_a_straight_lens_is_its_own_source(camera):
    lens = Lens.of(camera)
    assert lens.source is camera
    flow = np.ones((240, 321, 2), np.float32)
    assert lens.bend_flow(flow) is flow


def test_the_source_sees_all_that_the_lens_sees(camera):
    lens = Lens.of(replace(camera, distortion=MODEL))
    height, width = lens.source.height_px, lens.source.width_px
    assert 0 <= lens.columns.min() <= lens.columns.max() <= width - 1
    assert 0 <= lens.rows.min() <= lens.rows.max() <= height - 1


def test_flow_of_a_turned_camera_is_the_way_between_projections(camera):
    bent = replace(camera, distortion=MODEL)
    lens = Lens.of(bent)
    angle = 0.01
    turn = np.array(
        [[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]]
    )
    rows, columns = np.mgrid[: lens.source.height_px, : lens.source.width_px]
    rays = (
        np.stack([columns, rows, np.ones_like(rows)], axis=-1)
        @ np.linalg.inv(lens.source.intrinsics()).T
    )
    moved = project(lens.source, (rays @ turn.T).reshape(-1, 3)).reshape(*rows.shape, 2)
    flow = lens.bend_flow((moved - np.stack([columns, rows], axis=-1)).astype(np.float32))
    ray = np.array([0.2, -0.1, 1.0])
    start, end = project(bent, ray)[0], project(bent, turn @ ray)[0]
    column, row = np.round(start).astype(int)
    assert np.allclose(flow[row, column], end - start, atol=0.05)


@pytest.mark.parametrize("model", [(-0.9, 0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0, -50.0)])
def test_a_lens_that_folds_the_picture_over_is_refused(camera, model):
    with pytest.raises(RenderError, match="distortion"):
        Lens.of(replace(camera, distortion=model))
