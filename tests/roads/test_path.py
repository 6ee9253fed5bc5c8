import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physai_sim.core.errors import PhysAIError
from physai_sim.roads.path import Path
from physai_sim.roads.segment import Arc, PlanarPose, Straight, wrapped


def chained(steps):
    pose, made = PlanarPose(1.0, -2.0, 0.7), []
    for length_m, angle_rad in steps:
        turn = abs(angle_rad) > 0.05
        made.append(
            Arc(pose, length_m / abs(angle_rad), angle_rad) if turn else Straight(pose, length_m)
        )
        pose = made[-1].pose_at(made[-1].length_m)
    return Path(made)


steps = st.lists(st.tuples(st.floats(0.5, 40.0), st.floats(-5.0, 5.0)), min_size=1, max_size=7)
paths = steps.map(chained)
points = st.tuples(st.floats(-150, 150), st.floats(-150, 150))


@settings(deadline=None)
@given(paths, points)
def test_projection_finds_what_dense_sampling_finds(path, point):
    sampled = path.poses_at(np.linspace(0.0, path.length_m, 5001))
    nearest_m = np.hypot(sampled[:, 0] - point[0], sampled[:, 1] - point[1]).min()
    found = path.project(*point)
    distance_m = math.hypot(found.offset_m, found.beyond_m)
    assert nearest_m - path.length_m / 5000 <= distance_m <= nearest_m + 1e-7
    assert path.nearest(*point)[0] == pytest.approx(distance_m, abs=1e-6)


@settings(deadline=None)
@given(paths, st.floats(0.0, 1.0), st.floats(-1.0, 1.0))
def test_the_position_rebuilds_the_point(path, part, offset_m):
    x_m, y_m, _ = path.pose_at(part * path.length_m).moved(0.0, offset_m)
    found = path.project(x_m, y_m)
    foot = path.pose_at(found.s_m)
    assert foot.moved(found.beyond_m, found.offset_m)[:2] == pytest.approx((x_m, y_m), abs=1e-6)
    assert abs(found.offset_m) <= abs(offset_m) + 1e-9
    assert wrapped(found.heading_rad - foot.yaw_rad) == pytest.approx(0.0, abs=1e-6)


@settings(deadline=None)
@given(paths)
def test_position_and_heading_are_continuous_at_the_joints(path):
    for joint_m in path.starts_m[1:]:
        before, after = path.pose_at(joint_m - 1e-9), path.pose_at(joint_m + 1e-9)
        assert before[:2] == pytest.approx(after[:2], abs=1e-7)
        assert wrapped(before.yaw_rad - after.yaw_rad) == pytest.approx(0.0, abs=1e-6)


@settings(deadline=None)
@given(paths)
def test_the_projection_is_continuous_across_the_joints(path):
    for joint_m in path.starts_m[1:]:
        for offset_m in (-0.04, 0.04):
            near = [path.pose_at(joint_m + d).moved(0.0, offset_m) for d in (-1e-6, 1e-6)]
            found = [
                path.nearest(p.x_m, p.y_m, low_m=joint_m - 0.1, high_m=joint_m + 0.1) for p in near
            ]
            s_m = [path.starts_m[index] + within_m for _, index, within_m in found]
            assert s_m[0] == pytest.approx(s_m[1], abs=1e-5)


@settings(deadline=None)
@given(paths)
def test_poses_agree_one_by_one_and_all_at_once(path):
    s_m = np.linspace(-1.0, path.length_m + 1.0, 23)
    for one, many in zip([path.pose_at(s) for s in s_m], path.poses_at(s_m), strict=True):
        assert one[:2] == pytest.approx(many[:2], abs=1e-9)
        assert wrapped(one.yaw_rad - many[2]) == pytest.approx(0.0, abs=1e-6)


def test_s_is_clamped_to_the_ends():
    path = chained([(10.0, 0.0)])
    assert path.pose_at(-3.0) == path.start
    assert path.pose_at(99.0) == path.end


def test_past_the_ends_the_rest_is_told_along_the_tangent():
    path = Path([Straight(PlanarPose(0, 0, 0), 10.0)])
    assert path.project(14.0, 2.0) == pytest.approx((10.0, 2.0, 0.0, 0.0, 4.0))
    assert path.project(-4.0, -2.0) == pytest.approx((0.0, -2.0, 0.0, 0.0, -4.0))
    assert path.project(4.0, -2.0).beyond_m == 0.0


def test_at_a_joint_the_curvature_is_that_of_the_segment_ahead():
    path = chained([(10.0, 0.0), (10.0, 1.0)])
    assert path.curvature_at(9.99) == 0.0
    assert path.curvature_at(10.0) == pytest.approx(0.1)
    assert path.curvature_at(99.0) == pytest.approx(0.1)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_point_that_is_not_finite_is_refused(bad):
    with pytest.raises(PhysAIError, match="finite"):
        chained([(10.0, 0.0), (10.0, 1.0)]).project(bad, 0.0)


def test_a_distance_that_is_no_number_is_refused():
    with pytest.raises(PhysAIError, match="no such place"):
        chained([(10.0, 0.0)]).pose_at(math.nan)
