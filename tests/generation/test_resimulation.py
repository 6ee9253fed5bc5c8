"""Playing again: the same states, frames at a rate of their own, rest at the end, cameras."""

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import UnknownNameError
from physai_sim.envs.session import Session
from physai_sim.generation.resimulation import (
    camera_of,
    cameras_in,
    cameras_of,
    concrete,
    open_session,
    play_again,
)
from physai_sim.generation.source.from_world import from_world


@pytest.fixture(scope="module", params=["push", "lane_curve", "sort_by_colour"])
def source(request):
    return from_world(load_world(request.param, ["time_limit_s=0.6"]), 2)


def hashes(source, *, hz, frames=None):
    session, found = open_session(source), []
    play_again(
        session,
        source,
        hz=hz,
        frames=frames,
        on_frame=lambda s, _: found.append(s.world.state_hash()),
    )
    session.close()
    return found


def test_states_are_those_of_the_world_that_randomises(source):
    session = Session(source.config, cameras=False)
    session.reset(source.seed)
    wanted = [session.world.state_hash()]
    for action in source.actions:
        session.step(action)
        wanted.append(session.world.state_hash())
    session.close()
    assert hashes(source, hz=source.config.rates.control_hz) == wanted


def test_frames_at_another_rate_show_the_same_states(source):
    slow, fast = hashes(source, hz=5), hashes(source, hz=60)
    assert slow == fast[:: 60 // 5]
    assert len(set(fast)) == len(fast)


def test_no_more_frames_come_than_are_wanted_and_robots_rest_after_the_end(source):
    assert hashes(source, hz=24, frames=5) == hashes(source, hz=24)[:5]
    longer = hashes(source, hz=24, frames=30)
    assert len(longer) == 30
    assert longer[:10] == hashes(source, hz=24)[:10]


def test_the_concrete_world_leaves_nothing_to_draw(source):
    assert not concrete(source).randomize


def test_cameras_come_with_the_view_of_the_world_and_can_have_another_size(source):
    assert "view" in cameras_of(source)
    camera = camera_of(source, "view", (64, 48))
    whole = camera_of(source, "view", None)
    assert (camera.width_px, camera.height_px) == (64, 48)
    assert camera.focal_px / 48 == pytest.approx(whole.focal_px / whole.height_px)
    with pytest.raises(UnknownNameError, match="no such camera"):
        camera_of(source, "nobody", None)


def test_cameras_stand_where_the_running_episode_has_drawn_them():
    entry = "randomize.sensors.front_camera.vertical_fov_rad={uniform: {low: 0.7, high: 1.2}}"
    session = Session(load_world("pick_place", [entry]), cameras=False)
    try:
        plain = cameras_in(session)["front_camera"][1].focal_px
        session.reset(3)
        first = cameras_in(session)["front_camera"][1].focal_px
        session.reset(4)
        second = cameras_in(session)["front_camera"][1].focal_px
    finally:
        session.close()
    assert len({plain, first, second}) == 3
