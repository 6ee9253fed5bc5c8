"""Contacts are counted by pairs of links, without those that are expected."""

import pytest

from physai_sim.core.geometry import Pose


def press_on_the_table(session):
    for _ in range(40):
        session.stage.robots["arm"].apply_action([0, 0, -0.03, 0, 0, 0, 0.0])
        session.world.step(12)
    return session._parts.sensors["contact"].read(session.world)


def test_an_arm_in_the_air_touches_nothing(open_session):
    session = open_session("reach", cameras=False)
    assert session.reset(0).sensors["contact"].tolist() == [0.0, 0.0]


def test_pressing_on_the_table_is_felt(open_session):
    session = open_session("reach", cameras=False)
    session.reset(0)
    pairs, force_n = press_on_the_table(session).tolist()
    assert 1 <= pairs <= 4
    assert 1.0 < force_n < 1000.0


def test_what_is_ignored_is_not_counted(open_session):
    session = open_session("reach", "sensors.contact.ignore=[table]", cameras=False)
    session.reset(0)
    assert press_on_the_table(session).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("ignore", "pairs"), [("[ground]", 0), ("[]", 4)])
def test_a_standing_car_touches_the_ground_with_four_wheels(ignore, pairs, open_session):
    session = open_session("lane_curve", f"sensors.contact.ignore={ignore}", cameras=False)
    session.reset(0)
    robot = session.stage.robots["ego"]
    robot.place(Pose((0.0, 0.0, 0.0)), speed_mps=0.0)
    for _ in range(20):
        robot.apply_action([0.0, 0.0])
        session.world.step(24)
    count, force_n = session._parts.sensors["contact"].read(session.world).tolist()
    assert count == pairs
    if pairs:  # the strongest point of each pair carries a part of the weight
        assert 0.2 * 1600 * 9.81 < force_n < 1.1 * 1600 * 9.81
