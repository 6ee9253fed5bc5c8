import math

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.roads.route import Route


@pytest.fixture(scope="module")
def turn(crossing):
    return crossing.route("west_in", "north_out")


def test_a_route_takes_the_connecting_lane(turn):
    assert [lane.id for lane in turn.lanes] == ["west_in", "west_to_north", "north_out"]
    assert turn.length_m == pytest.approx(80.0 + 9.75 * math.pi / 2)


def test_a_route_of_one_lane_is_that_lane(crossing):
    route = crossing.route("west_in", "west_in")
    assert [lane.id for lane in route.lanes] == ["west_in"]


def test_the_shorter_of_two_ways_is_taken_though_it_has_more_lanes(network_of):
    def ahead(after, metres):
        return {"after": after, "path": [{"straight_m": metres}]}

    last = {"straight_m": 60.0}
    bend = {"arc_radius_m": 25.0, "arc_angle_rad": math.pi / 2}
    start = {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.0}
    first = {"width_m": 3.5, "speed_limit_mps": 8.0, "start": start, "path": [{"straight_m": 9.0}]}
    lanes = {
        "first": first,
        "round": {"after": "first", "path": [*[bend] * 4, last], "joins": ["last"]},
        "a": ahead("first", 20.0), "b": ahead("a", 20.0), "c": ahead("b", 20.0),
        "last": ahead("c", 5.0),
    }  # fmt: skip
    route = network_of({"lanes": lanes}).route("first", "last")
    assert [lane.id for lane in route.lanes] == ["first", "a", "b", "c", "last"]
    assert route.length_m == pytest.approx(74.0)


def test_where_no_way_leads_the_route_is_refused(crossing):
    with pytest.raises(ConfigError, match="no way leads to lane west_in, got 'north_out'"):
        crossing.route("north_out", "west_in")
    with pytest.raises(ConfigError, match="a lane without successors"):
        crossing.loop("north_out")


def test_an_unknown_goal_is_refused_with_the_closest(crossing):
    with pytest.raises(UnknownNameError, match="did you mean 'north_out'"):
        crossing.route("west_in", "north_ot")


def test_lanes_that_do_not_follow_one_another_are_no_route(crossing):
    with pytest.raises(ConfigError, match=r"west_in does not lead there, got 'north_out'"):
        Route([crossing.lane("west_in"), crossing.lane("north_out")])


def test_a_route_runs_on_from_lane_to_lane(turn):
    for s_m in np.linspace(0.0, turn.length_m, 200):
        lane, within_m = turn.lane_at(s_m)
        assert turn.pose_at(s_m) == pytest.approx(lane.pose_at(within_m), abs=1e-9)
    assert turn.lane_at(40.5)[0].id == "west_to_north"
    assert turn.lane_at(1e9)[0].id == "north_out"


def test_points_beside_a_route_project_back(turn):
    for s_m in np.linspace(0.0, turn.length_m, 97):
        for offset_m in (-1.7, 0.0, 1.7):
            x_m, y_m, yaw_rad = turn.pose_at(s_m).moved(0.0, offset_m)
            for hint in (None, s_m - 3.0, s_m + 3.0):
                found = turn.project(x_m, y_m, near_s=hint)
                assert found[:3] == pytest.approx((s_m, offset_m, yaw_rad), abs=1e-6)
                assert min(abs(found.curvature_per_m - c) for c in (0.0, 1 / 9.75)) < 1e-9


def test_the_curvature_ahead_is_seen_before_the_turn(turn):
    seen = turn.curvature_ahead(35.0, [0.0, 4.0, 6.0, 12.0, 30.0, 500.0])
    assert seen == pytest.approx([0, 0, 1 / 9.75, 1 / 9.75, 0, 0])


def test_a_hint_keeps_to_this_part_of_a_route_that_comes_by_again(network_of):
    start = {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.0}
    back = {"arc_radius_m": 2.0, "arc_angle_rad": math.pi}
    path = [{"straight_m": 50.0}, back, {"straight_m": 50.0}]
    lane = {"width_m": 3.5, "speed_limit_mps": 8.0, "start": start, "path": path}
    route = network_of({"lanes": {"hairpin": lane}}).route("hairpin", "hairpin")
    # Nearer to the way back, which is 4 m to the left, than to the way there.
    assert route.project(20.0, 2.5).s_m == pytest.approx(80.0 + 2 * math.pi)
    assert route.project(20.0, 2.5, near_s=21.0)[:2] == pytest.approx((20.0, 2.5))
    assert route.project(20.0, 1.5, near_s=88.0)[:2] == pytest.approx((80.0 + 2 * math.pi, 2.5))


def test_a_hint_beyond_an_end_finds_the_end(turn):
    assert turn.project(-48.0, -1.75, near_s=-50.0).s_m == pytest.approx(0.0)
    assert turn.project(1.75, 50.0, near_s=1e6)[:2] == pytest.approx((turn.length_m, 0.0))
    assert turn.project(1.75, 50.0).beyond_m == pytest.approx(2.0)


def test_a_loop_goes_round_for_ever(oval):
    loop = oval.loop("fast")
    once_m = loop.length_m
    assert once_m == pytest.approx(80.0 + 30.0 * math.pi)
    for s_m in (-1.0, 5.0, once_m + 3.0, 2.5 * once_m):
        expected = loop.pose_at(s_m % once_m)
        assert loop.pose_at(s_m) == pytest.approx(expected, abs=1e-9)
        assert tuple(loop.poses_at(np.array([s_m]))[0]) == pytest.approx(expected, abs=1e-9)
    assert loop.curvature_ahead(once_m - 1.0, [0.0, 2.0]) == pytest.approx([1 / 15, 0.0])


def test_a_loop_is_followed_across_its_seam(oval):
    loop = oval.loop("against")
    for around in np.linspace(-20.0, 20.0, 81):
        x_m, y_m, _ = loop.pose_at(around).moved(0.0, 0.5)
        for behind_m in (0.0, 5.0, -5.0):
            found = loop.project(x_m, y_m, near_s=around - behind_m)
            gap_m = math.remainder(found.s_m - around, loop.length_m)
            assert (gap_m, found.offset_m) == pytest.approx((0.0, 0.5), abs=1e-6)


def test_a_loop_shorter_than_the_window_is_searched_whole(network_of):
    circle = {"arc_radius_m": 4.0, "arc_angle_rad": 2 * math.pi}
    start = {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.0}
    lane = {"width_m": 3.0, "speed_limit_mps": 5.0, "start": start, "path": [circle]}
    loop = network_of({"lanes": {"a": {**lane, "joins": ["a"]}}}).loop("a")
    assert loop.project(0.0, 8.5, near_s=100.0)[:2] == pytest.approx((4 * math.pi, -0.5))


def test_a_loop_of_several_lanes_contains_each_once(network_of):
    half = {"path": [{"straight_m": 10.0}, {"arc_radius_m": 8.0, "arc_angle_rad": math.pi}]}
    start = {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.0}
    first = {"width_m": 3.0, "speed_limit_mps": 5.0, "start": start, **half}
    lanes = {"a": first, "b": {"after": "a", **half, "joins": ["a"]}}
    loop = network_of({"lanes": lanes}).loop("b")
    assert [lane.id for lane in loop.lanes] == ["b", "a"]
