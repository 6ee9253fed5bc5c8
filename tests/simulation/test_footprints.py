"""Footprints are of road users alone, by the middle of their boxes."""

import pytest

from physai_sim.simulation.footprints import footprints, front_m


def test_every_road_user_but_oneself_is_seen(open_session):
    session = open_session("urban_loop", cameras=False)
    session.reset(0)
    found = footprints(session.world, but="ego")
    assert len(found) == len(session.config.traffic)
    assert sum(other.is_walking for other in found) == 2
    assert len(footprints(session.world, but="lead")) == len(found)


def test_the_middle_is_that_of_the_box_and_not_of_the_rear_axle(open_session):
    session = open_session("parking", cameras=False)
    session.reset(0)
    found = {(round(o.x_m, 2), round(o.y_m, 2)) for o in footprints(session.world, but="ego")}
    assert (-8.1, -2.6) in found
    assert front_m(session.world, "ego") == pytest.approx(3.7, abs=0.01)
