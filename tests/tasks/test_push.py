"""Push: the place is the middle of the marked spot."""

import pytest

from physai_sim.core.errors import UnknownNameError
from physai_sim.core.geometry import Pose


@pytest.fixture
def session(open_session):
    made = open_session("push", cameras=False, privileged=True)
    made.reset(0)
    return made


def test_the_place_is_over_the_middle_of_the_spot(session):
    x, y, _ = session.world.bodies["spot"].base_pose().position_m
    height = session.world.bodies["cube"].info.size_m[2]
    assert session.episode_truth().goal == {"cube": pytest.approx((x, y, 0.4 + height / 2))}


@pytest.mark.parametrize(("off_m", "done"), [(0.015, True), (0.025, False)])
def test_success_needs_the_cube_near_the_middle(off_m, done, session):
    x, y, z = session.task._places_m(session.stage)[0]
    session.world.bodies["cube"].reset_base(Pose((x + off_m, y, z)))
    assert session.task.is_success(session.stage) is done


def test_a_cube_held_over_the_spot_is_no_success(session):
    x, y, z = session.task._places_m(session.stage)[0]
    session.world.bodies["cube"].reset_base(Pose((x, y, z + 0.05)))
    assert not session.task.is_success(session.stage)


def test_nothing_collides_with_the_spot(session):
    place = session.task._places_m(session.stage)[0]
    session.world.bodies["cube"].reset_base(Pose(place))
    session.world.step(100)
    assert session.world.bodies["cube"].base_pose().position_m == pytest.approx(place, abs=1e-3)


def test_an_unknown_spot_is_refused(open_session):
    with pytest.raises(UnknownNameError, match="spto"):
        open_session("push", "task.spot=spto", cameras=False)
