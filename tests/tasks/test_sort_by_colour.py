"""Sorting: anywhere in the right tray counts, the other tray does not."""

import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import Pose


@pytest.fixture
def session(open_session):
    made = open_session("sort_by_colour", cameras=False, privileged=True)
    made.reset(0)
    return made


def put(session, **moved_m):
    """All cubes in their places, those named moved by (x, y)."""
    places = session.task._places_m(session.stage)
    for name, (x, y, z) in zip(session.task._cubes(), places, strict=True):
        dx, dy = moved_m.get(name, (0.0, 0.0))
        session.world.bodies[name].reset_base(Pose((x + dx, y + dy, z)))
    session.world.step(60)


def test_places_stand_in_a_row_in_the_tray(session):
    places = session.task._places_m(session.stage)
    assert places[0] == pytest.approx((0.45, -0.3, 0.428))
    assert places[1] == pytest.approx((0.55, -0.3, 0.428))
    assert places[2] == pytest.approx((0.45, 0.3, 0.428))


def test_anywhere_in_the_tray_counts_fully(session):
    put(session, red_1=(-0.02, 0.05), blue_2=(0.01, -0.05))
    assert session.task.is_success(session.stage)
    assert session.task.reward(session.stage) == 1.0


def test_the_other_tray_does_not_count(session):
    put(session, red_1=(0.0, 0.6), blue_1=(0.0, -0.6))
    assert not session.task.is_success(session.stage)
    assert 0.5 < session.task.reward(session.stage) < 0.6


def test_one_cube_outside_is_not_done(session):
    put(session, blue_1=(0.0, -0.2))
    assert not session.task.is_success(session.stage)


@pytest.mark.parametrize(
    ("setting", "kind", "words"),
    [
        ("task.trays={red_tary: [red_1]}", UnknownNameError, "did you mean 'red_tray'"),
        ("task.trays={red_tray: [red_9]}", UnknownNameError, "red_9"),
        ("task.trays={red_tray: []}", ConfigError, "no cube"),
        ("task.trays={red_tray: [red_1], blue_tray: [red_1]}", ConfigError, "got red_1"),
    ],
)
def test_trays_that_do_not_fit_the_scene_are_refused(setting, kind, words, open_session):
    with pytest.raises(kind, match=words):
        open_session("sort_by_colour", setting, cameras=False)


def test_the_number_of_cubes_is_the_world_files(open_session):
    setting = "task.trays={red_tray: [red_1], blue_tray: [blue_1]}"
    session = open_session("sort_by_colour", setting, cameras=False, privileged=True)
    assert session.reset(0).privileged["cubes_position_m"].shape == (2, 3)
