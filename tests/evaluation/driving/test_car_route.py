import dataclasses

import numpy as np
import pytest

from physai_sim.core.truth import Outcome
from physai_sim.evaluation.driving.car_route import (
    NO_ROUTE,
    car_on_route,
    missing_route,
    reachable_m,
)

DRIVING = [(10.0 + 0.5 * i, 0.3) for i in range(41)]
CLOCK = Outcome("time_limit", False, True, False, 40)


def test_the_car_is_along_and_beside_its_route(street):
    place = car_on_route(street(DRIVING))
    np.testing.assert_allclose(place.along_m, [x for x, _ in DRIVING])
    np.testing.assert_allclose(place.beside_m, 0.3)
    assert (place.rows, place.length_m) == (41, pytest.approx(100.0))


def test_a_jump_to_a_later_part_ends_the_count(street):
    place = car_on_route(street([*DRIVING[:10], (80.0, 0.0), (81.0, 0.0)]))
    assert place.rows == 12  # it drove that way in one step: no jump
    u_turn = np.array([[0, 0, 0], [100, 0, 0], [100, 10, 0], [0, 10, 0]], dtype=float)
    across = [(20.0, 1.0 * i) for i in range(11)]
    assert car_on_route(street(across, route=u_turn)).rows == 6


def test_what_is_reachable_in_the_time_is_by_the_limit_and_else_the_rest_of_the_route(street):
    clock = street(DRIVING, outcome=CLOCK)
    assert reachable_m(clock) == pytest.approx((40.0, 40.0))
    assert reachable_m(dataclasses.replace(clock, outcome=None)) == pytest.approx((40.0, 40.0))
    crash = dataclasses.replace(clock, outcome=Outcome("collision", True, False, False, 40))
    assert reachable_m(crash) == pytest.approx((90.0, 40.0))
    assert reachable_m(street(DRIVING, roads=None, outcome=CLOCK)) == (90.0, None)


def test_where_the_route_leaves_the_roads_the_highest_limit_of_it_counts(street):
    beside = np.array([[0, 0, 0], [20, 0, 0], [20, -50, 0], [40, -50, 0]], dtype=float)
    assert reachable_m(street(DRIVING, route=beside, outcome=CLOCK))[1] == pytest.approx(40.0)
    far = beside + np.array([0.0, -90.0, 0.0])
    assert reachable_m(street(DRIVING, route=far, outcome=CLOCK))[1] is None


def test_without_a_route_or_odometry_it_is_told(street):
    episode = street(DRIVING)
    assert missing_route(episode) == ""
    for route in (np.zeros((0, 3)), np.zeros((1, 3)), np.ones((4, 3))):
        assert missing_route(dataclasses.replace(episode, route=route)) == NO_ROUTE
    assert "odometry" in missing_route(dataclasses.replace(episode, odometry={}))
