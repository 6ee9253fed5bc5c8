import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physai_sim.roads.segment import Arc, PlanarPose, Straight, wrapped

poses = st.builds(
    PlanarPose, st.floats(-100, 100), st.floats(-100, 100), st.floats(-math.pi, math.pi)
)
straights = st.builds(Straight, poses, st.floats(0.01, 200))
turns = st.floats(0.01, 2 * math.pi - 0.01).flatmap(lambda a: st.sampled_from([a, -a]))
arcs = st.builds(Arc, poses, st.floats(0.05, 200), turns)
segments = st.one_of(straights, arcs)
points = st.tuples(st.floats(-400, 400), st.floats(-400, 400))
fractions = st.floats(0.0, 1.0)


def densest(segment, x_m, y_m, count=4001):
    poses_at = segment.poses_at(np.linspace(0.0, segment.length_m, count))
    return np.hypot(poses_at[:, 0] - x_m, poses_at[:, 1] - y_m).min()


def nearest(segment, x_m, y_m):
    return segment.nearest(x_m, y_m, low_m=0.0, high_m=segment.length_m)


@settings(deadline=None)
@given(segments, fractions, st.floats(-0.9, 0.9))
def test_a_point_set_beside_a_segment_projects_back_to_where_it_was_set(segment, part, side):
    reach_m = segment.radius_m if isinstance(segment, Arc) else 50.0
    s_m, offset_m = part * segment.length_m, side * reach_m
    x_m, y_m, _ = segment.pose_at(s_m).moved(0.0, offset_m)
    assert segment.project(x_m, y_m) == pytest.approx((s_m, offset_m), abs=1e-6)


@settings(deadline=None)
@given(segments, points)
def test_the_nearest_point_is_that_of_dense_sampling(segment, point):
    distance_m, s_m = nearest(segment, *point)
    sampled_m = densest(segment, *point)
    assert distance_m <= sampled_m + 1e-9
    # A foot half a sample away, on a curve, is at most this much farther.
    assert sampled_m - distance_m <= segment.length_m / 4000
    assert math.hypot(*segment.pose_at(s_m).local(*point)) == pytest.approx(distance_m, abs=1e-7)


@settings(deadline=None)
@given(segments, points, fractions, fractions)
def test_a_window_gives_the_nearest_point_of_that_part(segment, point, first, second):
    low, high = sorted((first * segment.length_m, second * segment.length_m))
    distance_m, s_m = segment.nearest(*point, low_m=low, high_m=high)
    poses_at = segment.poses_at(np.linspace(low, high, 2001))
    sampled_m = np.hypot(poses_at[:, 0] - point[0], poses_at[:, 1] - point[1]).min()
    assert low - 1e-9 <= s_m <= high + 1e-9
    assert sampled_m - segment.length_m / 2000 <= distance_m <= sampled_m + 1e-7


@settings(deadline=None)
@given(segments, st.lists(points, min_size=1, max_size=5))
def test_many_points_at_once_project_as_each_alone(segment, many):
    rows = segment.project_points(np.array(many))
    for (x_m, y_m), (s_m, offset_m, beyond_m) in zip(many, rows, strict=True):
        distance_m, _ = nearest(segment, x_m, y_m)
        assert math.hypot(offset_m, beyond_m) == pytest.approx(distance_m, abs=1e-7)
        assert segment.pose_at(s_m).local(x_m, y_m) == pytest.approx(
            (beyond_m, offset_m), abs=1e-7
        )


@settings(deadline=None)
@given(segments, fractions)
def test_poses_agree_one_by_one_and_all_at_once(segment, part):
    s_m = part * segment.length_m
    one, many = segment.pose_at(s_m), segment.poses_at(np.array([s_m]))[0]
    assert one[:2] == pytest.approx(many[:2], abs=1e-9)
    assert wrapped(one.yaw_rad - many[2]) == pytest.approx(0.0, abs=1e-9)
    assert abs(one.yaw_rad) <= math.pi


@settings(deadline=None)
@given(segments, fractions)
def test_reversed_runs_over_the_same_points_with_the_opposite_heading(segment, part):
    s_m = part * segment.length_m
    there, back = segment.pose_at(s_m), segment.reversed().pose_at(segment.length_m - s_m)
    assert back[:2] == pytest.approx(there[:2], abs=1e-8)
    assert abs(wrapped(back.yaw_rad - there.yaw_rad)) == pytest.approx(math.pi, abs=1e-9)


@settings(deadline=None)
@given(segments, fractions, st.floats(-0.9, 0.9))
def test_a_parallel_keeps_its_distance_and_heading(segment, part, side):
    reach_m = segment.radius_m if isinstance(segment, Arc) else 50.0
    other = segment.parallel(side * reach_m)
    there, here = segment.pose_at(part * segment.length_m), other.pose_at(part * other.length_m)
    assert there.local(*here[:2]) == pytest.approx((0.0, side * reach_m), abs=1e-7)
    assert wrapped(here.yaw_rad - there.yaw_rad) == pytest.approx(0.0, abs=1e-9)


def test_left_is_positive_on_either_turn():
    for angle_rad in (1.0, -1.0):
        arc = Arc(PlanarPose(0, 0, 0), 10.0, angle_rad)
        assert arc.project(0.5, 1.0)[1] > 0.0 > arc.project(0.5, -1.0)[1]


def test_a_left_turn_ends_on_the_left():
    end = Arc(PlanarPose(0, 0, 0), 2.0, math.pi / 2).pose_at(math.pi)
    assert end == pytest.approx((2.0, 2.0, math.pi / 2))


def test_from_the_centre_of_an_arc_the_start_is_taken_and_the_offset_is_the_radius():
    for angle_rad, offset_m in ((4.0, 3.0), (-4.0, -3.0)):
        arc = Arc(PlanarPose(1, 2, 0.3), 3.0, angle_rad)
        assert arc.project(*arc.centre_m) == pytest.approx((0.0, offset_m))
        assert arc.project_points(np.array([arc.centre_m]))[0] == pytest.approx((0, offset_m, 0))


def test_in_the_gap_of_a_wide_arc_the_nearer_end_is_taken():
    arc = Arc(PlanarPose(0, 0, 0), 10.0, 1.9 * math.pi)
    for past_rad, expected in ((0.05, arc.length_m), (0.25, 0.0)):
        x_m, y_m, _ = arc.pose_at(arc.length_m + past_rad * 10.0)
        assert nearest(arc, x_m, y_m)[1] == pytest.approx(expected)


def test_a_full_circle_has_no_gap():
    circle = Arc(PlanarPose(0, 0, 0), 10.0, 2 * math.pi)
    for s_m in np.linspace(0.0, circle.length_m, 50)[:-1]:
        x_m, y_m, _ = circle.pose_at(s_m).moved(0.0, 1.0)
        assert nearest(circle, x_m, y_m)[0] == pytest.approx(1.0)


def test_a_point_a_million_metres_away_still_finds_the_right_end():
    arc = Arc(PlanarPose(0, 0, 0), 10.0, math.pi / 2)
    assert nearest(arc, 10.0, 1e6) == pytest.approx((1e6 - 10.0, arc.length_m))


def test_past_an_end_the_offset_is_measured_from_the_tangent_there():
    straight = Straight(PlanarPose(0, 0, 0), 10.0)
    assert straight.project(15.0, 3.0) == pytest.approx((10.0, 3.0))
    assert straight.project(-5.0, -3.0) == pytest.approx((0.0, -3.0))
    arc = Arc(PlanarPose(0, 0, 0), 10.0, math.pi / 2)
    assert arc.project(7.0, 14.0) == pytest.approx((arc.length_m, 3.0))
