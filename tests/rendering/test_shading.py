"""Shaded segmentation: a colour for each body, and how each surface is turned."""

import numpy as np
import pytest

from physai_sim.core.errors import RenderError
from physai_sim.core.scene_config import BodyConfig, ImageConfig, MountConfig, SceneConfig
from physai_sim.rendering.camera import camera_spec
from physai_sim.rendering.frame import BASIC
from physai_sim.rendering.shading import body_hues, shaded
from physai_sim.simulation.camera_image import unpack_segmentation

NORMALS = (*BASIC, "normals")


@pytest.fixture
def boxes(raster, build_world):
    """Two boxes, seen from above and aside."""
    box = {"shape": "box", "size_m": (0.4, 0.4, 0.4)}
    bodies = {
        "left": BodyConfig(**box, pose={"position_m": (0.0, 0.4, 0.2)}),
        "right": BodyConfig(**box, pose={"position_m": (0.0, -0.4, 0.2)}),
    }

    def draw(light="noon", streams=NORMALS):
        settings = {} if light == "noon" else {"light": {"ambient": 0.1, "diffuse": 0.1}}
        world = build_world(SceneConfig(bodies=bodies, ground=None, **settings))
        image = ImageConfig(width_px=96, height_px=72, vertical_fov_rad=0.8, far_m=20.0)
        mount = MountConfig(position_m=(2.0, -1.0, 1.5), look_at_m=(0.0, 0.0, 0.2))
        return world, raster.render(world, camera_spec(image, mount), streams)

    return draw


def test_sides_of_a_box_differ_in_brightness_and_bodies_in_hue(boxes):
    world, frame = boxes()
    picture, (body, _) = shaded(world, frame), unpack_segmentation(frame.segmentation)
    hues = {}
    for name in ("left", "right"):
        seen = picture[body == world.bodies[name].id].astype(float)
        assert len(np.unique(seen.round(-1), axis=0)) >= 3
        hues[name] = seen.mean(axis=0) / seen.mean(axis=0).sum()
    assert np.abs(hues["left"] - hues["right"]).max() > 0.05
    assert (picture[body == -1] == 0).all()


def test_the_light_of_the_world_does_not_count(boxes):
    assert np.array_equal(shaded(*boxes()), shaded(*boxes("dim")))


def test_a_frame_without_normals_is_refused(boxes):
    with pytest.raises(RenderError, match="normals"):
        shaded(*boxes(streams=BASIC))


def test_no_two_bodies_of_a_large_world_share_a_colour():
    colours = np.round(255 * body_hues(120)).astype(int)
    assert len(np.unique(colours, axis=0)) == 121
