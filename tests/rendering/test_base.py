"""What all renderers share: cameras that are none are refused before anything is drawn."""

from dataclasses import replace

import pytest

from physai_sim.core.errors import RenderError
from physai_sim.core.scene_config import ImageConfig, MountConfig
from physai_sim.rendering.base import MAX_PX, check_camera
from physai_sim.rendering.camera import camera_spec

CAMERA = camera_spec(
    ImageConfig(width_px=64, height_px=48, vertical_fov_rad=0.8),
    MountConfig(position_m=(1.0, 0.0, 1.0), look_at_m=(0.0, 0.0, 0.0)),
)


def test_a_camera_passes():
    check_camera(CAMERA)
    check_camera(replace(CAMERA, width_px=MAX_PX))


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"width_px": 0}, "size"),
        ({"height_px": MAX_PX + 1}, "size"),
        ({"focal_px": -1.0}, "focal length"),
        ({"near_m": 5.0, "far_m": 5.0}, "depth range"),
        ({"far_m": float("inf")}, "depth range"),
    ],
)
def test_what_is_none_is_refused_by_name(wrong, what):
    with pytest.raises(RenderError, match=what):
        check_camera(replace(CAMERA, **wrong))
