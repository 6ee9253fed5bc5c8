"""Stacking: the place follows the lower cube."""

import pytest

from physai_sim.core.geometry import Pose

STAY = [0.0] * 6 + [0.08]


@pytest.fixture
def session(open_session):
    made = open_session("stack_two", cameras=False, privileged=True)
    made.reset(0)
    return made


def test_the_place_follows_the_lower_cube(session):
    session.world.bodies["blue_cube"].reset_base(Pose((0.5, 0.1, 0.425)))
    assert session.task._places_m(session.stage)[0] == pytest.approx((0.5, 0.1, 0.47))


@pytest.mark.parametrize(("off_m", "done"), [(0.0, True), (0.01, True), (0.02, False)])
def test_success_needs_the_upper_cube_over_the_lower(off_m, done, session):
    x, y, z = session.task._places_m(session.stage)[0]
    session.world.bodies["red_cube"].reset_base(Pose((x + off_m, y, z)))
    session.world.step(60)
    assert session.task.is_success(session.stage) is done


def test_the_other_way_round_is_no_success(session):
    x, y, _ = session.world.bodies["red_cube"].base_pose().position_m
    session.world.bodies["blue_cube"].reset_base(Pose((x, y, 0.465)))
    session.world.step(60)
    assert not session.task.is_success(session.stage)


def test_losing_the_lower_cube_ends_it(session):
    session.world.bodies["blue_cube"].reset_base(Pose((0.4, 1.0, 0.3)))
    assert session.step(STAY).outcome.reason == "dropped"
