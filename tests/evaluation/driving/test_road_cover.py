import math

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.evaluation.driving.road_cover import RoadCover, covers_together
from physai_sim.roads.network import RoadNetwork


@pytest.fixture(scope="module", params=["lane_curve", "urban_loop", "intersection_turn"])
def network(request):
    return RoadNetwork.from_config(load_world(request.param).roads)


def _points(network, seed, count=150):
    """Points about the roads: beside random places of random lanes."""
    rng = np.random.default_rng(seed)
    lanes = list(network.lanes.values())
    poses = [
        lane.pose_at(rng.uniform(0.0, lane.length_m)).moved(0.0, rng.normal(0.0, 4.0))
        for lane in rng.choice(np.array(lanes, dtype=object), count)
    ]
    return np.array(poses)[:, :2]


def test_distances_and_cover_are_those_that_the_network_says_of_each_point(network):
    points = _points(network, 1)
    found = RoadCover(network).ask(points)
    edges = np.array([network.edge_distance_m(*point) for point in points])
    # The outline of the network is right to a centimetre or so.
    np.testing.assert_allclose(found.outside_m, np.maximum(-edges, 0.0), atol=0.03)
    for name, lane in network.lanes.items():
        expected = np.array([lane.contains(*point) for point in points])
        np.testing.assert_array_equal(found.covered.get(name, np.zeros(150, bool)), expected)
    assert 0 < np.count_nonzero(found.outside_m) < 150


def test_the_heading_is_that_of_the_lane_beside_the_point(network):
    points = _points(network, 2)
    found = RoadCover(network).ask(points)
    for name, covered in found.covered.items():
        for i in np.flatnonzero(covered):
            place = network.lanes[name].project(*points[i])
            turn = math.remainder(found.headings[name][i] - place.heading_rad, math.tau)
            assert abs(turn) < 0.2 or abs(place.beyond_m) > 0.0


def test_a_point_far_from_all_roads_has_its_distance(network):
    far = np.array([[5000.0, -3000.0]])
    found = RoadCover(network).ask(far)
    assert not found.covered
    assert found.outside_m[0] == pytest.approx(-network.edge_distance_m(*far[0]), abs=0.03)


def test_corners_in_one_lane_or_in_two_that_follow_are_together_and_others_are_not():
    crossing = RoadNetwork.from_config(load_world("intersection_turn").roads)
    linked = ((n, lane.successors[0]) for n, lane in crossing.lanes.items() if lane.successors)
    name, follower = next(linked)
    other = next(n for n in crossing.lanes if n not in (name, follower, *_links(crossing, name)))
    front = np.array([[True, False, False, True]])
    both = {name: ~front, follower: front}
    assert covers_together(crossing, {name: front | True}, rows=1).tolist() == [True]
    assert covers_together(crossing, both, rows=1).tolist() == [True]
    assert covers_together(crossing, {name: ~front, other: front}, rows=1).tolist() == [False]
    assert covers_together(crossing, {}, rows=2).tolist() == [False, False]


def _links(network, name):
    return (*network.lanes[name].successors, *network.lanes[name].predecessors)
