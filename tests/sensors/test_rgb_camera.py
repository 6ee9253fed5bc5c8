"""Colour images of the stated size, fresh each time, of what is in front."""

import numpy as np
import pytest

OVERRIDES = ("sensors.front_camera.width_px=65", "sensors.front_camera.height_px=41")


@pytest.fixture
def session(open_session):
    made = open_session("reach", *OVERRIDES)
    made.reset(0)
    return made


def test_an_image_has_the_size_that_was_asked(session):
    image = session._parts.sensors["front_camera"].read(session.world)
    assert (image.shape, image.dtype) == ((41, 65, 3), np.uint8)
    spec = session.spec.sensors["front_camera"]
    assert (spec.shape, spec.kind, spec.body) == ((41, 65, 3), "rgb", "world")
    assert spec.frame == "front_camera_optical_frame"


def test_the_red_ball_is_red(session):
    image = session.reset(0).sensors["front_camera"].astype(int)
    red = image[..., 0] > image[..., 1:].max(axis=-1) + 60
    assert 2 <= red.sum() <= 40


def test_spoiling_an_image_spoils_no_other(session):
    sensor = session._parts.sensors["front_camera"]
    first = sensor.read(session.world)
    kept = first.copy()
    first[:] = 0
    assert np.array_equal(sensor.read(session.world), kept)


def test_the_intrinsics_are_those_of_the_lens(session):
    camera = session.spec.sensors["front_camera"].camera
    assert camera.focal_px == pytest.approx(41 / 2 / np.tan(0.45))
    assert camera.centre_px == (32.0, 20.0)


def test_a_camera_on_a_link_belongs_to_its_body(session):
    assert session.spec.sensors["wrist_camera"].body == "arm"
