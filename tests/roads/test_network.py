import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physai_sim.core.errors import PhysAIError, UnknownNameError
from physai_sim.roads.segment import wrapped

near = st.tuples(st.floats(-55, 55), st.floats(-55, 55))
inside = st.tuples(st.floats(-12, 12), st.floats(-12, 12))


@pytest.fixture(scope="module", params=["crossing", "oval"])
def roads(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def raster(roads):
    """A fine grid of points, and which of them lie on some lane."""
    axis = np.arange(-16.0, 16.0, 0.05)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    points[:, 0] += 0.0 if "west_in" in roads.lanes else 25.0
    covered = np.zeros(len(points), dtype=bool)
    for lane in roads.lanes.values():
        covered |= lane.covers(points)
    return points, covered


def test_the_distance_to_the_edge_is_that_to_the_nearest_point_of_the_other_kind(roads, raster):
    points, covered = raster
    middle = points.mean(axis=0)
    rng = np.random.default_rng(1)
    for x_m, y_m in middle + rng.uniform(-10.0, 10.0, (300, 2)):
        found_m = roads.edge_distance_m(x_m, y_m)
        away_m = np.hypot(points[:, 0] - x_m, points[:, 1] - y_m)
        others = away_m[covered != (found_m >= 0.0)]
        expected_m = others.min() if len(others) else math.inf
        if expected_m < 5.0:  # so that the nearest edge lies on the grid
            assert abs(found_m) == pytest.approx(expected_m, abs=0.06)


def test_the_road_is_where_a_lane_is(roads, raster):
    points, covered = raster
    for index in np.random.default_rng(2).integers(len(points), size=500):
        distance_m = roads.edge_distance_m(*points[index])
        if abs(distance_m) > 0.02:
            assert (distance_m > 0.0) == covered[index] == roads.is_on_road(*points[index])


def test_between_touching_lanes_there_is_no_edge(crossing, oval):
    assert crossing.edge_distance_m(30.0, 0.0) == pytest.approx(3.5)
    # Four lanes of 3.5 m, from 6.25 m to 20.25 m off the axis.
    assert oval.edge_distance_m(0.0, -13.25) == pytest.approx(7.0)
    assert oval.edge_distance_m(0.0, -20.0) == pytest.approx(0.25)
    assert oval.edge_distance_m(0.0, 0.0) == pytest.approx(-6.25)


def test_the_middle_of_the_crossing_is_as_far_from_the_edge_as_its_corners_are(crossing):
    # The right turns' inner edges: circles of 4.5 m about (8, 8) and the like.
    assert crossing.edge_distance_m(0.0, 0.0) == pytest.approx(8 * math.sqrt(2) - 4.5, abs=0.02)


def test_a_dead_end_is_an_edge_and_a_link_between_lanes_is_none(crossing):
    assert crossing.edge_distance_m(47.0, 1.0) == pytest.approx(1.0)
    assert crossing.edge_distance_m(49.0, 1.0) == pytest.approx(-1.0)
    for y_m in np.linspace(-3.0, 3.0, 13):
        assert crossing.edge_distance_m(8.0, y_m) == pytest.approx(3.5 - abs(y_m), abs=0.02)


@pytest.mark.parametrize(("ahead_m", "left_m", "yaw_rad"), [(0.015, 0.0, 0), (0, 0.015, 0.009)])
def test_a_crack_within_the_tolerance_of_a_join_is_no_edge(network_of, ahead_m, left_m, yaw_rad):
    def lane(x_m, y_m, yaw_rad, **more):
        start = {"x_m": x_m, "y_m": y_m, "yaw_rad": yaw_rad}
        sizes = {"width_m": 3.5, "speed_limit_mps": 8.0, "path": [{"straight_m": 20.0}]}
        return {**sizes, "start": start, **more}

    first, second = lane(-20.0, 0.0, 0.0, joins=["b"]), lane(ahead_m, left_m, yaw_rad)
    roads = network_of({"lanes": {"a": first, "b": second}})
    for x_m in (-0.01, 0.0, 0.007, 0.014, 0.015, 0.02):
        assert roads.edge_distance_m(x_m, 0.0) == pytest.approx(1.75, abs=0.05)
    assert len([edge for edge in roads.outline if edge.side == 0]) == 2


@settings(deadline=None, max_examples=60)
@given(st.one_of(near, inside))
def test_the_nearest_lane_is_that_of_brute_force(roads, point):
    found = roads.nearest(*point)
    each = {lane.id: lane.path.nearest(*point)[0] for lane in roads.lanes.values()}
    assert each[found.lane_id] == pytest.approx(min(each.values()), abs=1e-9)
    assert found == pytest.approx(roads.lanes[found.lane_id].project(*point))


def test_among_many_short_lanes_the_nearest_is_found(network_of):
    rng = np.random.default_rng(5)
    sizes = {"width_m": 0.5, "speed_limit_mps": 1.0, "path": [{"straight_m": 1.0}]}
    starts = [dict(zip(("x_m", "y_m", "yaw_rad"), row, strict=True))
              for row in rng.uniform(-10.0, 10.0, (200, 3)).tolist()]  # fmt: skip
    lanes = {f"l{number}": {**sizes, "start": start} for number, start in enumerate(starts)}
    roads = network_of({"lanes": lanes})
    for point in rng.uniform(-11.0, 11.0, (200, 2)):
        found = roads.nearest(*point)
        best_m = min(lane.path.nearest(*point)[0] for lane in roads.lanes.values())
        assert math.hypot(found.offset_m, found.beyond_m) == pytest.approx(best_m)


@settings(deadline=None, max_examples=60)
@given(inside, st.floats(-math.pi, math.pi))
def test_with_a_heading_the_nearest_lane_weighs_both(crossing, point, yaw_rad):
    found = crossing.nearest(*point, yaw_rad=yaw_rad)

    def cost(lane):
        poses = lane.centreline(0.02)
        away_m = np.hypot(poses[:, 0] - point[0], poses[:, 1] - point[1])
        turn_rad = np.abs(np.remainder(poses[:, 2] - yaw_rad + np.pi, 2 * np.pi) - np.pi)
        return away_m[np.argmin(away_m)] + 2.0 * turn_rad[np.argmin(away_m)]

    best = min(cost(lane) for lane in crossing.lanes.values())
    turn_rad = abs(wrapped(found.heading_rad - yaw_rad))
    assert math.hypot(found.offset_m, found.beyond_m) + 2.0 * turn_rad <= best + 0.02


def test_a_heading_tells_crossing_lanes_apart(crossing):
    assert crossing.nearest(1.7, 0.0, yaw_rad=math.pi / 2).lane_id == "south_to_north"
    assert crossing.nearest(0.0, -1.7, yaw_rad=0.0).lane_id == "west_to_east"
    assert crossing.nearest(30.0, -0.5, yaw_rad=math.pi).lane_id == "east_in"


def test_a_lane_says_what_is_on_it_and_where(crossing):
    lane = crossing.lane("east_out")
    assert lane.contains(20.0, -3.5)
    assert lane.contains(8.0, -1.0)
    assert not lane.contains(20.0, 0.1)
    assert not lane.contains(7.9, -1.0)
    assert lane.project(20.0, -1.0) == pytest.approx(("east_out", 12.0, 0.75, 0.0, 0.0, 0.0))
    assert crossing.lane("east_to_north").curvature_at(3.0) == pytest.approx(-1.0 / 6.25)


def test_a_centreline_runs_from_end_to_end_evenly(oval):
    lane = oval.lane("slow")
    poses = lane.centreline(0.7)
    steps_m = np.hypot(*np.diff(poses[:, :2], axis=0).T)
    assert steps_m.max() <= 0.7
    assert tuple(poses[0]) == pytest.approx(lane.pose_at(0.0))
    assert tuple(poses[-1]) == pytest.approx(lane.pose_at(lane.length_m))
    with pytest.raises(PhysAIError, match="more than 0 m"):
        lane.centreline(0.0)


def test_every_arm_leads_to_the_three_others_through_the_junction(crossing):
    for start, goal in itertools.permutations(("east", "north", "west", "south"), 2):
        link = crossing.lanes[f"{start}_to_{goal}"]
        assert link.junction == "crossing"
        assert link in crossing.successors(f"{start}_in")
        assert [lane.id for lane in crossing.successors(link.id)] == [f"{goal}_out"]
    assert crossing.lanes["east_in"].junction is None


def test_an_unknown_lane_is_named_with_the_closest(crossing):
    with pytest.raises(UnknownNameError, match="did you mean 'east_out'"):
        crossing.lane("eastout")


@pytest.mark.parametrize("query", ["nearest", "edge_distance_m"])
def test_a_point_that_is_not_finite_is_refused(crossing, query):
    with pytest.raises(PhysAIError, match="finite"):
        getattr(crossing, query)(math.nan, 0.0)


def test_a_point_far_away_has_a_nearest_lane_and_a_distance(crossing):
    assert crossing.nearest(1e6, -1.75).lane_id == "east_out"
    assert crossing.edge_distance_m(1e6, 0.0) == pytest.approx(48.0 - 1e6)
