import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physai_sim.roads.connect import connection
from physai_sim.roads.segment import Arc, PlanarPose, Straight, wrapped

poses = st.builds(PlanarPose, st.floats(-50, 50), st.floats(-50, 50), st.floats(-math.pi, math.pi))


@settings(deadline=None)
@given(poses, poses)
def test_a_connection_leads_from_pose_to_pose_without_a_kink(start, end):
    path = connection(start, end)
    if path is None:
        return
    assert path.start[:2] == pytest.approx(start[:2], abs=1e-9)
    assert path.end[:2] == pytest.approx(end[:2], abs=0.02)
    assert abs(wrapped(path.end.yaw_rad - end.yaw_rad)) <= 0.01
    for before, after in zip(path.segments[:-1], path.segments[1:], strict=True):
        assert before.pose_at(before.length_m)[:2] == pytest.approx(after.start[:2], abs=1e-9)


@settings(deadline=None)
@given(poses, st.floats(0.1, 50), st.floats(0.1, 50), st.floats(0.1, 3.0))
def test_a_corner_that_lies_ahead_is_always_found(start, before_m, after_m, angle_rad):
    for turn_rad in (angle_rad, -angle_rad):
        end = start.moved(before_m).turned(turn_rad).moved(after_m)
        path = connection(start, end)
        assert path is not None
        assert path.end[:2] == pytest.approx(end[:2], abs=2e-3)


def test_straight_ahead_is_one_straight():
    path = connection(PlanarPose(0, 0, 0), PlanarPose(12, 0, 0))
    assert [type(segment) for segment in path.segments] == [Straight]
    assert path.length_m == pytest.approx(12.0)


@pytest.mark.parametrize("left_m", [8.0, -8.0])
@pytest.mark.parametrize("ahead_m", [0.0, 5.0, -5.0])
def test_a_way_back_is_a_half_circle(left_m, ahead_m):
    path = connection(PlanarPose(0, 0, 0), PlanarPose(ahead_m, left_m, math.pi))
    arcs = [segment for segment in path.segments if isinstance(segment, Arc)]
    assert [arc.radius_m for arc in arcs] == [4.0]
    assert path.end[:2] == pytest.approx((ahead_m, left_m), abs=1e-9)


@pytest.mark.parametrize(
    "end", [(5, 3, 0.0), (-5, 0, 0.0), (5, -5, 1.57), (-5, 5, 1.57), (5, 0, math.pi), (0, 0, 0.0)]
)
def test_where_one_arc_cannot_lead_there_is_no_connection(end):
    assert connection(PlanarPose(0, 0, 0), PlanarPose(*end)) is None
