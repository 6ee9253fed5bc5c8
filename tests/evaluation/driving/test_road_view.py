import math

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.evaluation.driving.road_view import network_of, road_view, view_of
from physai_sim.roads.network import RoadNetwork

ROWS = 3
SIZE = (4.0, 2.0)


def test_in_its_lane_the_car_heads_along_it_within_one_lane(street):
    view = road_view(street([(10.0, 0.5)] * ROWS))
    assert view.is_on_lane.all()
    np.testing.assert_allclose(view.heading_rad, 0.0)
    assert not view.is_against.any()
    np.testing.assert_allclose(view.limit_mps, 10.0)
    np.testing.assert_array_equal(view.outside_m, 0.0)
    assert view.is_in_one_lane.all()
    assert not view.is_in_junction.any()


def test_between_two_lanes_it_is_in_none_alone(street):
    assert not road_view(street([(10.0, 1.0)] * ROWS)).is_in_one_lane.any()


def test_in_the_oncoming_lane_it_heads_against_it(street):
    view = road_view(street([(10.0, 3.5)] * ROWS))
    assert view.is_against.all()
    np.testing.assert_allclose(np.abs(view.heading_rad), math.pi)
    turned_round = road_view(street([(10.0, 3.5, math.pi)] * ROWS))
    assert not turned_round.is_against.any()


def test_corners_beside_the_road_have_their_distance(street):
    # The right edge of the road is at -1.75, the right side of the car at -1 - 1.
    view = road_view(street([(10.0, -1.0)] * ROWS))
    np.testing.assert_allclose(view.outside_m[0], [0.0, 0.0, 0.25, 0.25], atol=1e-9)
    assert view.is_on_lane.all()


def test_off_the_road_there_is_no_lane_and_no_limit(street):
    view = road_view(street([(10.0, -20.0)] * ROWS))
    assert not view.is_on_lane.any()
    assert not view.is_against.any()
    assert np.isnan(view.heading_rad).all()
    assert np.isnan(view.limit_mps).all()


def test_a_stamp_without_a_pose_is_nowhere_and_spoils_no_other(street):
    view = road_view(street([(10.0, 0.0), (math.nan, 0.0), (12.0, 0.0)]))
    assert view.is_on_lane.tolist() == [True, False, True]
    assert np.isnan(view.outside_m[1]).all()


def test_lanes_and_directions_are_those_of_the_network_point_by_point():
    network = RoadNetwork.from_config(load_world("intersection_turn").roads)
    rng = np.random.default_rng(0)
    places = rng.uniform(-30.0, 30.0, (120, 2))
    boxes = np.column_stack([places, rng.uniform(-3.1, 3.1, 120), np.tile(SIZE, (120, 1))])
    view = view_of(network, boxes)
    for i, (x_m, y_m, yaw_rad, *_) in enumerate(boxes):
        found = [lane for lane in network.lanes.values() if lane.contains(x_m, y_m)]
        assert view.is_on_lane[i] == bool(found)
        headings = [lane.project(x_m, y_m).heading_rad for lane in found]
        turns = [abs(math.remainder(heading - yaw_rad, math.tau)) for heading in headings]
        assert view.is_against[i] == (bool(turns) and min(turns) > math.pi / 2)
        assert view.is_in_junction[i] == any(lane.junction for lane in found)
    assert 0 < np.count_nonzero(view.is_in_junction) < np.count_nonzero(view.is_on_lane) < 120


def test_roads_are_built_once_for_all_episodes_that_have_them(street):
    one, other = street([(0.0, 0.0)] * 2), street([(1.0, 0.0)] * 2)
    assert network_of(one) is network_of(other)


def test_an_episode_without_roads_has_no_view(street):
    assert road_view(street([(0.0, 0.0)] * 2, roads=None)) is None
    assert network_of(street([(0.0, 0.0)] * 2, roads=None)) is None


def test_roads_that_are_none_are_refused_in_one_line(street):
    with pytest.raises(ConfigError, match="roads of the recording"):
        road_view(street([(0.0, 0.0)] * 2, roads={"lanes": {"main": {"width": 3.5}}}))
