"""Depth images: metres, finite, of the same picture as the colours."""

import numpy as np
import pytest

from physai_sim.rendering import choice


@pytest.fixture
def session(open_session):
    made = open_session("reach", "sensors.front_depth.far_m=2.0")
    made.reset(0)
    return made


def test_depth_is_finite_and_ends_at_far(session):
    depth = session._parts.sensors["front_depth"].read(session.world)
    assert (depth.shape, depth.dtype) == ((224, 224), np.float32)
    assert depth.min() > 0.3
    assert depth.max() == 2.0
    assert (depth == 2.0).mean() > 0.05


def test_depth_is_the_renderers_within_range(session):
    sensor = session._parts.sensors["front_depth"]
    exact = choice.render(session.world, sensor._camera).depth_m
    near = exact < 2.0
    assert np.array_equal(sensor.read(session.world)[near], exact[near])


def test_spoiling_a_reading_spoils_no_other(session):
    sensor = session._parts.sensors["front_depth"]
    first = sensor.read(session.world)
    kept = first.copy()
    first[:] = 0
    assert np.array_equal(sensor.read(session.world), kept)


def test_colour_and_depth_of_one_mount_share_a_picture(open_session, monkeypatch):
    session = open_session("reach")
    session.reset(0)
    session.world.step()
    calls = []
    renderer = choice.renderer_of(session.world)
    real = renderer.draw
    monkeypatch.setattr(renderer, "draw", lambda *a: calls.append(1) or real(*a))
    session._parts.sensors["front_camera"].read(session.world)
    session._parts.sensors["front_depth"].read(session.world)
    assert len(calls) == 1
