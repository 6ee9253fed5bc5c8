import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from physai_sim.core import geometry as g
from physai_sim.core.geometry import Pose

ANGLE = st.floats(-math.pi, math.pi)
LENGTH = st.floats(-100.0, 100.0)
POINT = st.tuples(LENGTH, LENGTH, LENGTH)
POSE = st.builds(lambda p, r: Pose(p, g.from_rpy(*r)), POINT, st.tuples(ANGLE, ANGLE, ANGLE))


def turn(axis, angle):
    """Rotation matrix about one axis, written out by hand."""
    c, s = math.cos(angle), math.sin(angle)
    rows = {
        "x": [[1, 0, 0], [0, c, -s], [0, s, c]],
        "y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
        "z": [[c, -s, 0], [s, c, 0], [0, 0, 1]],
    }
    return np.array(rows[axis], dtype=float)


def same(a, b, tolerance=1e-9):
    np.testing.assert_allclose(a.matrix(), b.matrix(), atol=tolerance)


@given(ANGLE, ANGLE, ANGLE)
def test_rpy_turns_about_the_fixed_axes_x_then_y_then_z(roll, pitch, yaw):
    product = turn("z", yaw) @ turn("y", pitch) @ turn("x", roll)
    q = g.from_rpy(roll, pitch, yaw)
    np.testing.assert_allclose(g.rotation_matrix(q), product, atol=1e-12)
    assert math.isclose(np.linalg.norm(q), 1.0, rel_tol=1e-12)


@given(POSE)
def test_a_pose_and_its_inverse_make_the_identity(pose):
    same(pose.compose(pose.inverse()), Pose())
    same(pose.inverse().compose(pose), Pose())
    same(pose.inverse().inverse(), pose)


@given(POSE)
def test_the_identity_changes_nothing(pose):
    same(pose.compose(Pose()), pose)
    same(Pose().compose(pose), pose)


@given(POSE, POSE, POSE)
def test_it_does_not_matter_which_pair_is_composed_first(a, b, c):
    same(a.compose(b).compose(c), a.compose(b.compose(c)))


@given(POSE, POSE)
def test_poses_compose_and_invert_as_their_matrices_do(a, b):
    np.testing.assert_allclose(a.compose(b).matrix(), a.matrix() @ b.matrix(), atol=1e-9)
    np.testing.assert_allclose(a.inverse().matrix(), np.linalg.inv(a.matrix()), atol=1e-9)


@given(POSE)
def test_a_rotation_matrix_is_orthogonal_and_right_handed(pose):
    matrix = g.rotation_matrix(pose.rotation_xyzw)
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(matrix) == pytest.approx(1.0)


@given(POSE)
def test_a_quaternion_survives_its_matrix_up_to_its_sign(pose):
    again = g.from_matrix(g.rotation_matrix(pose.rotation_xyzw))
    assert again[3] >= 0.0
    assert abs(np.dot(again, pose.rotation_xyzw)) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("axis", ["x", "y", "z"])
@pytest.mark.parametrize("angle", [0.0, 1e-9, math.pi - 1e-9, math.pi, -math.pi])
def test_half_turns_and_tiny_turns_survive_the_matrix_too(axis, angle):
    matrix = turn(axis, angle)
    np.testing.assert_allclose(g.rotation_matrix(g.from_matrix(matrix)), matrix, atol=1e-12)


@given(POSE, POSE)
def test_multiply_turns_by_the_second_first(a, b):
    product = g.multiply(a.rotation_xyzw, b.rotation_xyzw)
    expected = g.rotation_matrix(a.rotation_xyzw) @ g.rotation_matrix(b.rotation_xyzw)
    np.testing.assert_allclose(g.rotation_matrix(product), expected, atol=1e-12)


@given(ANGLE)
def test_the_yaw_of_a_turn_about_z_is_its_angle(yaw):
    assert abs(g.wrap_angle(g.yaw_of(g.from_rpy(0.0, 0.0, yaw)) - yaw)) < 1e-12


@given(ANGLE, st.floats(-1.5, 1.5), ANGLE)
def test_yaw_is_the_heading_of_the_x_axis(roll, pitch, yaw):
    pose = Pose(rotation_xyzw=g.from_rpy(roll, pitch, yaw))
    x, y, _ = g.rotation_matrix(pose.rotation_xyzw)[:, 0]
    assert abs(g.wrap_angle(pose.yaw_rad - math.atan2(y, x))) < 1e-9


@given(st.floats(-1e4, 1e4))
def test_a_wrapped_angle_is_the_same_angle_in_the_half_open_circle(angle):
    wrapped = g.wrap_angle(angle)
    assert -math.pi < wrapped <= math.pi
    turns = (angle - wrapped) / math.tau
    assert turns == pytest.approx(round(turns), abs=1e-9)


def test_half_a_turn_is_always_positive():
    assert g.wrap_angle(-math.pi) == math.pi
    assert g.wrap_angle(math.pi) == math.pi


@given(POINT, POINT)
def test_a_camera_looks_along_z_with_x_level_and_y_down(eye, target):
    forward = np.subtract(target, eye)
    assume(np.hypot(forward[0], forward[1]) > 1e-3)
    pose = g.look_at(eye, target)
    right, down, ahead = g.rotation_matrix(pose.rotation_xyzw).T
    np.testing.assert_allclose(ahead, forward / np.linalg.norm(forward), atol=1e-9)
    assert abs(right[2]) < 1e-9
    assert down[2] <= 1e-9
    np.testing.assert_allclose(np.cross(right, down), ahead, atol=1e-9)
    assert pose.position_m == eye


def test_a_point_to_the_left_appears_left_in_the_image():
    pose = g.look_at((0.0, 0.0, 1.0), (10.0, 0.0, 1.0))
    x, y, z, _ = pose.inverse().matrix() @ (5.0, 1.0, 2.0, 1.0)
    assert (x, y, z) == pytest.approx((-1.0, -1.0, 5.0))


@pytest.mark.parametrize("target", [(1.0, 2.0, 3.0), (1.0, 2.0, 9.0), (1.0, 2.0, -9.0)])
def test_a_camera_that_looks_nowhere_or_straight_up_or_down_is_refused(target):
    with pytest.raises(ValueError, match="no horizontal part"):
        g.look_at((1.0, 2.0, 3.0), target)


def test_a_pose_in_one_row_is_its_position_and_then_its_quaternion():
    assert Pose((1.0, 2.0, 3.0), (0.0, 0.6, 0.0, 0.8)).numbers == (1, 2, 3, 0, 0.6, 0, 0.8)
