"""Pick and place: the cube is to lie on the plate, not beside it."""

import pytest

from physai_sim.core.errors import UnknownNameError
from physai_sim.core.geometry import Pose


@pytest.fixture
def session(open_session):
    made = open_session("pick_place", cameras=False, privileged=True)
    made.reset(0)
    return made


def test_the_place_is_on_top_of_the_plate(session):
    x, y, _ = session.world.bodies["plate"].base_pose().position_m
    height = session.world.bodies["cube"].info.size_m[2]
    place = session.task._places_m(session.stage)[0]
    assert place == pytest.approx((x, y, 0.412 + height / 2))


def test_a_cube_put_on_the_plate_stays_there(session):
    place = session.task._places_m(session.stage)[0]
    session.world.bodies["cube"].reset_base(Pose(place))
    session.world.step(240)
    assert session.task.is_success(session.stage)


def test_a_cube_beside_the_plate_is_no_success(session):
    x, y, _ = session.task._places_m(session.stage)[0]
    session.world.bodies["cube"].reset_base(Pose((x - 0.11, y, 0.42)))
    assert not session.task.is_success(session.stage)


def test_an_unknown_plate_is_refused(open_session):
    with pytest.raises(UnknownNameError, match="plaet"):
        open_session("pick_place", "task.plate=plaet", cameras=False)
