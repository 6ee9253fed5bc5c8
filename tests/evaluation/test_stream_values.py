"""What a picture gives for each stream, and how it is told to be read."""

import json

import numpy as np
import pytest

from physai_sim.core.streams import STREAMS
from physai_sim.evaluation.stream_values import drawn_for, info_of, value_of
from physai_sim.rendering import choice
from physai_sim.rendering.frame import BASIC


def test_normals_are_drawn_only_for_what_needs_them():
    assert drawn_for(("rgb", "depth")) == BASIC
    assert "normals" in drawn_for(("edges",))


@pytest.mark.parametrize("stream", [name for name in STREAMS if name not in ("flow", "boxes")])
def test_a_value_has_the_type_and_shape_that_is_told(stream, picture):
    world, camera, frame = picture
    info = info_of(world, "front_camera", camera, stream=stream)
    value = value_of(world, camera, frame, stream=stream)
    assert (value.dtype.name, value.shape) == (info.dtype, info.shape)


def test_boxes_name_bodies_with_their_pixels(picture):
    world, camera, frame = picture
    boxes = json.loads(value_of(world, camera, frame, stream="boxes"))
    assert boxes
    assert all(box["name"] in world.bodies and box["visible_px"] > 0 for box in boxes)
    assert info_of(world, "front_camera", camera, stream="boxes").dtype == "json"


@pytest.fixture(scope="module")
def picture():
    from physai_sim.core.config import load_world
    from physai_sim.envs.session import Session

    session = Session(load_world("pick_place"), cameras=True)
    session.reset(0)
    camera = session.spec.sensors["front_camera"].camera
    frame = choice.render(session.world, camera, (*BASIC, "normals"))
    assert np.isfinite(frame.depth_m).any()
    yield session.world, camera, frame
    session.close()
