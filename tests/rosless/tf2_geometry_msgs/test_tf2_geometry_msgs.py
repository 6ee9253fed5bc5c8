import math

import numpy as np
import pytest
import tf2_geometry_msgs
import tf2_ros
from geometry_msgs.msg import (
    Point,
    Point32,
    PointStamped,
    PolygonStamped,
    PoseStamped,
    PoseWithCovarianceStamped,
    Quaternion,
    TransformStamped,
    Vector3,
    Vector3Stamped,
)
from hypothesis import given
from hypothesis import strategies as st

from physai_sim.core.geometry import Pose, from_rpy

angles = st.floats(-math.pi, math.pi)
metres = st.floats(-10, 10)
points = st.tuples(metres, metres, metres)
rotations = st.builds(from_rpy, angles, angles, angles)
poses = st.builds(Pose, points, rotations)


def _stamped(pose):
    message = TransformStamped(child_frame_id="base")
    message.header.frame_id = "map"
    message.header.stamp.sec = 7
    x, y, z = pose.position_m
    message.transform.translation = Vector3(x=x, y=y, z=z)
    message.transform.rotation = _quaternion(pose.rotation_xyzw)
    return message


def _quaternion(parts):
    return Quaternion(**dict(zip("xyzw", parts, strict=True)))


def _xyz(message):
    return [message.x, message.y, message.z]


def _by_matrix(pose, point, *, is_free=False):
    return (pose.matrix() @ [*point, 0.0 if is_free else 1.0])[:3]


@given(poses, points)
def test_a_point_moves_as_its_matrix_says(pose, point):
    message = PointStamped(point=Point(**dict(zip("xyz", point, strict=True))))
    found = tf2_geometry_msgs.do_transform_point(message, _stamped(pose))
    np.testing.assert_allclose(_xyz(found.point), _by_matrix(pose, point), atol=1e-9)
    assert (found.header.frame_id, found.header.stamp.sec) == ("map", 7)


@given(poses, points)
def test_a_free_vector_is_turned_only(pose, vector):
    message = Vector3Stamped(vector=Vector3(**dict(zip("xyz", vector, strict=True))))
    transform = _stamped(pose)
    found = tf2_geometry_msgs.do_transform_vector3(message, transform)
    expected = _by_matrix(pose, vector, is_free=True)
    np.testing.assert_allclose(_xyz(found.vector), expected, atol=1e-9)
    assert transform == _stamped(pose)


@given(poses, poses)
def test_a_pose_moves_and_turns(pose, inner):
    message = PoseStamped()
    x, y, z = inner.position_m
    message.pose.position = Point(x=x, y=y, z=z)
    message.pose.orientation = _quaternion(inner.rotation_xyzw)
    found = tf2_geometry_msgs.do_transform_pose_stamped(message, _stamped(pose)).pose
    turned = found.orientation
    result = Pose(tuple(_xyz(found.position)), (turned.x, turned.y, turned.z, turned.w))
    np.testing.assert_allclose(result.matrix(), pose.matrix() @ inner.matrix(), atol=1e-8)


@given(poses, st.lists(st.floats(-1, 1), min_size=36, max_size=36))
def test_a_covariance_keeps_its_eigenvalues(pose, numbers):
    root = np.array(numbers).reshape(6, 6)
    covariance = root @ root.T
    found = tf2_geometry_msgs.transform_covariance(covariance.reshape(36), _stamped(pose))
    before, after = np.linalg.eigvalsh(covariance), np.linalg.eigvalsh(found.reshape(6, 6))
    np.testing.assert_allclose(after, before, atol=1e-9)


def test_a_quarter_turn_swaps_the_variances_of_x_and_y():
    message = PoseWithCovarianceStamped()
    message.pose.covariance[0], message.pose.covariance[7] = 4.0, 1.0
    quarter = Pose((0.0, 0.0, 0.0), from_rpy(0.0, 0.0, math.pi / 2))
    found = tf2_geometry_msgs.do_transform_pose_with_covariance_stamped(message, _stamped(quarter))
    assert found.pose.covariance[0] == pytest.approx(1.0)
    assert found.pose.covariance[7] == pytest.approx(4.0)


def test_each_corner_of_a_polygon_moves():
    message = PolygonStamped()
    message.polygon.points = [Point32(x=1.0), Point32(y=1.0)]
    pose = Pose((10.0, 0.0, 0.0), from_rpy(0.0, 0.0, math.pi / 2))
    found = tf2_geometry_msgs.do_transform_polygon_stamped(message, _stamped(pose))
    corners = [_xyz(corner) for corner in found.polygon.points]
    np.testing.assert_allclose(corners, [[10.0, 1.0, 0.0], [9.0, 0.0, 0.0]], atol=1e-6)


@pytest.mark.parametrize(
    "kind",
    [PointStamped, Vector3Stamped, PoseStamped, PoseWithCovarianceStamped, PolygonStamped],
)
def test_each_type_is_registered_by_the_import(kind):
    do_transform = tf2_ros.TransformRegistration().get(kind)
    assert isinstance(do_transform(kind(), _stamped(Pose())), kind)
