import dataclasses
import math

import numpy as np
import pytest

from physai_sim.core.truth import Contact
from physai_sim.evaluation.driving.encounters import (
    gaps_to_others,
    is_near_in_time,
    missing_others,
    times_to_others,
)

SECOND_NS = 1_000_000_000
# 10 m/s; cars are 4 by 2 m.
DRIVING = [(1.0 * i, 0.0) for i in range(20)]
# The middle is 24 m ahead of the car's at first: 20 m of free road, 2 s.
STANDING = (24.0, 0.0)


def test_gaps_are_free_distances_over_time(street):
    found = gaps_to_others(street(DRIVING, others={"car": STANDING}))
    np.testing.assert_allclose(found[0, :3], [20.0, 19.0, 18.0])


def test_times_count_down_to_the_contact_in_steps_of_a_tenth(street):
    found = times_to_others(street(DRIVING, others={"car": STANDING}))
    np.testing.assert_allclose(found[0, :3], [2.0, 1.9, 1.8])


def test_times_between_two_steps_are_those_of_the_next(street):
    found = times_to_others(street(DRIVING, others={"car": (24.3, 0.0)}))
    np.testing.assert_allclose(found[0, 0], 2.1)


def test_a_car_that_drives_as_fast_is_never_reached(street):
    ahead = [(10.0 + x, 0.0) for x, _ in DRIVING]
    assert np.isinf(times_to_others(street(DRIVING, others={"car": ahead}))).all()


@pytest.mark.parametrize(("x_m", "time_s"), [(32.9, 2.9), (33.1, math.inf), (34.0, math.inf)])
def test_nothing_counts_beyond_the_last_step_before_3_seconds(street, x_m, time_s):
    found = times_to_others(street(DRIVING, others={"car": (x_m, 0.0)}))
    assert found[0, 0] == pytest.approx(time_s)


def test_who_comes_from_behind_does_not_count(street):
    behind = [(-10.0 + 2.0 * i, 0.0) for i in range(20)]
    found = times_to_others(street(DRIVING, others={"car": behind}))
    assert np.isinf(found[0, :3]).all()


def test_who_is_beside_counts_between_lanes_alone(street):
    # 4 m to the left, coming closer at 4 m/s: (4 - 2) / 4 is half a second.
    beside = [(1.0 * i, 4.0 - 0.4 * i) for i in range(20)]
    assert np.isinf(times_to_others(street(DRIVING, others={"car": beside}))[0, 0])
    between = [(x, -1.5) for x, _ in DRIVING]
    others = {"car": [(x, y - 1.5) for x, y in beside]}
    assert times_to_others(street(between, others=others))[0, 0] == pytest.approx(0.5)
    without = street(DRIVING, others={"car": beside}, roads=None)
    assert times_to_others(without)[0, 0] == pytest.approx(0.5)


def test_a_standing_car_has_no_time_to_anybody(street):
    coming = [(24.0 - 1.0 * i, 0.0) for i in range(20)]
    assert np.isinf(times_to_others(street([(0.0, 0.0)] * 20, others={"car": coming}))).all()


def test_after_an_impact_that_body_counts_no_more_and_at_it_the_time_is_zero(street):
    contact = Contact("ego", "chassis", "car", "base", (12.0, 0.0, 0.5), (0, 0, 1), 0.0, 9.0)
    episode = street(DRIVING, others={"car": (14.0, 0.0)}, contacts=((SECOND_NS, contact),))
    found = times_to_others(episode)[0]
    assert found[9] == pytest.approx(0.1)
    assert found[10] == 0.0
    assert np.isinf(found[11:]).all()


def test_who_is_not_there_has_no_gap_and_no_time(street):
    places = [(24.0, 0.0)] * 5 + [(math.nan, math.nan)] * 15
    episode = street(DRIVING, others={"car": places})
    assert np.isnan(gaps_to_others(episode)[0, 5:]).all()
    assert np.isinf(times_to_others(episode)[0, 5:]).all()


def test_it_is_told_where_others_were_not_recorded(street):
    assert missing_others(street(DRIVING, others={"car": STANDING})) == ""
    assert missing_others(street(DRIVING, others={"house": None})) == ""
    assert "poses of others" in missing_others(street(DRIVING, others={"car": None}))
    alone = street(DRIVING)
    assert missing_others(alone) == ""
    other = dataclasses.replace(alone.facts, is_truth=False)
    assert "poses of others" in missing_others(dataclasses.replace(alone, facts=other))
    assert "odometry" in missing_others(dataclasses.replace(alone, odometry={}))


def test_what_stands_outside_a_bend_is_not_near_in_time_to_who_keeps_turning(street):
    # 10 m/s, and half a radian per second to the left: a circle of 20 m.
    straight = street(DRIVING[:2]).odometry["ego"]
    turning = straight.copy()
    turning[:, 12] = 0.5
    for place, met in (((8.9, -0.5), True), ((11.0, -2.0), False)):
        episode = street(DRIVING[:2], others={"car": place}, roads=None)
        bend = dataclasses.replace(episode, odometry={"ego": turning})
        assert times_to_others(episode)[0, 0] < 0.95
        assert is_near_in_time(episode)[0, 0]
        assert times_to_others(bend)[0, 0] < 0.95
        assert is_near_in_time(bend)[0, 0] == met


def test_an_impact_is_near_in_time_whatever_the_car_does(street):
    contact = Contact("ego", "chassis", "car", "base", (12.0, 0.0, 0.5), (0, 0, 1), 0.0, 9.0)
    contacts = ((SECOND_NS, contact),)
    episode = street(DRIVING, others={"car": (40.0, 0.0)}, contacts=contacts)
    assert is_near_in_time(episode)[0].tolist() == [row == 10 for row in range(20)]
