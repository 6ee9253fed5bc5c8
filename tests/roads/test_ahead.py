"""Who is in the way: ahead, in the corridor, near; walkers where they will be."""

import math

import pytest

from physai_sim.roads.ahead import NOBODY, nearest_ahead
from physai_sim.simulation.footprints import Footprint

FRONT_M = 3.7


@pytest.fixture
def route(oval):
    return oval.loop("fast")


def car(route, s_m, *, left_m=0.0, speed=3.0, turned=0.0, **more):
    pose = route.pose_at(s_m).moved(0.0, left_m)
    yaw = pose.yaw_rad + turned
    vx, vy = speed * math.cos(yaw), speed * math.sin(yaw)
    sizes = {"length_m": 4.7, "width_m": 1.8, "is_walking": False, **more}
    return Footprint(pose.x_m, pose.y_m, yaw, vx, vy, **sizes)


def test_the_gap_is_between_the_boxes_and_the_speed_along_the_road(route):
    found = nearest_ahead(route, 5.0, [car(route, 25.0)], front_m=FRONT_M)
    assert found == pytest.approx((20.0 - FRONT_M - 2.35, 3.0), abs=1e-6)


def test_the_nearest_of_many_counts(route):
    others = [car(route, 30.0), car(route, 20.0, speed=1.0), car(route, 39.0)]
    assert nearest_ahead(route, 5.0, others, front_m=FRONT_M).speed_mps == pytest.approx(1.0)


def test_it_is_seen_across_the_start_of_a_lap(route):
    last = route.length_m - 4.0
    found = nearest_ahead(route, last, [car(route, 8.0)], front_m=FRONT_M)
    assert found.gap_m == pytest.approx(12.0 - FRONT_M - 2.35, abs=1e-6)


def test_behind_beside_and_far_away_are_not_in_the_way(route):
    others = [car(route, 1.0), car(route, 20.0, left_m=3.0), car(route, 30.0, left_m=-2.5)]
    assert nearest_ahead(route, 5.0, others, front_m=FRONT_M) == NOBODY
    assert nearest_ahead(route, 5.0, [car(route, 70.0)], front_m=FRONT_M) == NOBODY


def test_a_walker_counts_where_he_will_be_and_a_car_where_it_is(route):
    walk = {"left_m": -4.0, "speed": 1.5, "turned": math.pi / 2}
    small = {"length_m": 0.5, "width_m": 0.5}
    walker = car(route, 25.0, **walk, **small, is_walking=True)
    leaving = car(route, 25.0, **{**walk, "turned": -math.pi / 2}, **small, is_walking=True)
    assert nearest_ahead(route, 5.0, [walker], front_m=FRONT_M).gap_m < 20.0
    assert nearest_ahead(route, 5.0, [leaving], front_m=FRONT_M) == NOBODY
    rolling = walker._replace(is_walking=False)
    assert nearest_ahead(route, 5.0, [rolling], front_m=FRONT_M) == NOBODY
