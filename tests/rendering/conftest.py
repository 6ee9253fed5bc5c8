"""Worlds seen by the raster renderer."""

import pytest

from physai_sim.rendering import choice
from physai_sim.rendering.camera import camera_spec


@pytest.fixture
def raster():
    return choice.find("raster")


@pytest.fixture
def seen(open_session):
    """`seen("reach", "scene.light.shadow=true")`: a session after its reset, and its view."""

    def see(world, *overrides, seed=0):
        session = open_session(world, *overrides, cameras=False)
        session.reset(seed)
        return session, camera_spec(session.config.view, session.config.view.mount)

    return see
