"""TinyRenderer as a renderer: what it has, what it lacks, what it is called."""

import numpy as np
import pytest

from physai_sim.core.errors import RenderError
from physai_sim.rendering.camera import camera_spec
from physai_sim.rendering.tiny import Tiny


@pytest.fixture
def view(open_session):
    session = open_session("reach", "scene.light.sky_rgb=[1.0, 0.0, 0.0]", cameras=False)
    session.reset(0)
    return session.world, camera_spec(session.config.view, session.config.view.mount)


def test_the_sky_has_the_colour_of_the_world_file(view):
    frame = Tiny().render(*view)
    assert (frame.rgb[np.isinf(frame.depth_m)] == (255, 0, 0)).all()


def test_it_draws_no_normals_and_no_flow_and_says_so(view):
    world, camera = view
    with pytest.raises(RenderError, match="'tiny' lacks a stream, got 'normals'"):
        Tiny().render(world, camera, ("rgb", "normals"))
    with pytest.raises(RenderError, match="no optical flow"):
        Tiny().moment(world, camera)


def test_it_says_what_it_is():
    assert Tiny().describe().startswith("tiny ")
