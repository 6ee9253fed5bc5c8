"""What a request chooses of a world."""

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.envs.session import Session
from physai_sim.generation.film.choices import check_rate, checked_streams, chosen_cameras, lens_of
from physai_sim.generation.film.stage import cameras_of_session


@pytest.fixture(scope="module")
def known():
    session = Session(load_world("reach"), cameras=False)
    yield cameras_of_session(session)
    session.close()


def test_without_a_name_it_is_the_first_camera_at_its_own_size(known):
    [(name, sensor)] = chosen_cameras(RolloutRequest("r", "reach:0"), known).items()
    assert name == "front_camera"
    assert sensor.shape == known[name].shape
    assert sensor.rate_hz == 24


def test_a_wider_picture_keeps_its_vertical_field_of_view(known):
    asked = RolloutRequest("r", "reach:0", cameras=("view",), size_px=(64, 32))
    lens, own = lens_of(chosen_cameras(asked, known)["view"]), lens_of(known["view"])
    assert (lens.width_px, lens.height_px) == (64, 32)
    assert lens.focal_px / lens.height_px == pytest.approx(own.focal_px / own.height_px)


def test_wrong_choices_are_refused(known):
    with pytest.raises(UnknownNameError, match="no such camera"):
        chosen_cameras(RolloutRequest("r", "reach:0", cameras=("side",)), known)
    with pytest.raises(ConfigError, match="even numbers"):
        chosen_cameras(RolloutRequest("r", "reach:0", size_px=(31, 32)), known)
    with pytest.raises(ConfigError, match="number of frames"):
        check_rate(RolloutRequest("r", "reach:0", num_frames=0), 240)


def test_streams_have_one_order():
    asked = RolloutRequest("r", "reach:0", streams=("flow", "depth"))
    assert checked_streams(asked) == ("depth", "flow")
    with pytest.raises(UnknownNameError, match="no such stream"):
        checked_streams(RolloutRequest("r", "reach:0", streams=("deep",)))
