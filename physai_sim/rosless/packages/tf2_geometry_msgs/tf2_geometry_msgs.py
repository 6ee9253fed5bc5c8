"""Transforms of points, vectors, poses and polygons; importing this registers them with tf2_ros.

Source: docs.ros.org, package tf2_geometry_msgs.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import tf2_ros
from geometry_msgs.msg import (
    Point32,
    PointStamped,
    PolygonStamped,
    Pose,
    PoseStamped,
    PoseWithCovarianceStamped,
    Quaternion,
    TransformStamped,
    Vector3Stamped,
)
from numpy.typing import NDArray
from tf2_py._rigid import Rigid, canonical, normalized, quaternion_product, rotated

__all__ = [
    "do_transform_point",
    "do_transform_polygon_stamped",
    "do_transform_pose",
    "do_transform_pose_stamped",
    "do_transform_pose_with_covariance_stamped",
    "do_transform_vector3",
    "from_msg_msg",
    "to_msg_msg",
    "transform_covariance",
]

Message = TypeVar("Message")


def to_msg_msg(msg: Message) -> Message:
    """A message is its own message."""
    return msg


def from_msg_msg(msg: Message) -> Message:
    """A message is its own object."""
    return msg


def do_transform_point(point: PointStamped, transform: TransformStamped) -> PointStamped:
    """A point in the transform's parent frame."""
    result = PointStamped(header=transform.header)
    _set_xyz(result.point, _moved(_rigid(transform), point.point))
    return result


def do_transform_vector3(vector3: Vector3Stamped, transform: TransformStamped) -> Vector3Stamped:
    """A free vector in the transform's parent frame: turned, not moved."""
    result = Vector3Stamped(header=transform.header)
    _set_xyz(result.vector, rotated(_rigid(transform).rotation, _xyz(vector3.vector)))
    return result


def do_transform_pose(pose: Pose, transform: TransformStamped) -> Pose:
    """A pose in the transform's parent frame."""
    rigid, result = _rigid(transform), Pose()
    _set_xyz(result.position, _moved(rigid, pose.position))
    turned = quaternion_product(rigid.rotation, _unit(pose.orientation))
    x, y, z, w = canonical(turned)
    result.orientation = Quaternion(x=x, y=y, z=z, w=w)
    return result


def do_transform_pose_stamped(pose: PoseStamped, transform: TransformStamped) -> PoseStamped:
    """A pose with a header in the transform's parent frame."""
    return PoseStamped(header=transform.header, pose=do_transform_pose(pose.pose, transform))


def do_transform_pose_with_covariance_stamped(
    pose: PoseWithCovarianceStamped, transform: TransformStamped
) -> PoseWithCovarianceStamped:
    """A pose with its covariance in the transform's parent frame."""
    result = PoseWithCovarianceStamped(header=transform.header)
    result.pose.pose = do_transform_pose(pose.pose.pose, transform)
    result.pose.covariance = transform_covariance(pose.pose.covariance, transform)
    return result


def do_transform_polygon_stamped(
    polygon: PolygonStamped, transform: TransformStamped
) -> PolygonStamped:
    """A polygon in the transform's parent frame."""
    rigid = _rigid(transform)
    result = PolygonStamped(header=transform.header)
    for point in polygon.polygon.points:
        x, y, z = _moved(rigid, point)
        result.polygon.points.append(Point32(x=x, y=y, z=z))
    return result


def transform_covariance(cov_in: Any, transform: TransformStamped) -> NDArray[np.float64]:
    """The covariance of a pose (36 numbers, row by row: x y z and three rotations), turned.

    Source: for a linear map A, cov(A x) = A cov(x) A^T; A turns positions and rotations alike.
    """
    turned = np.array([rotated(_rigid(transform).rotation, axis) for axis in _AXES]).T
    both = np.kron(np.eye(2), turned)
    covariance = np.asarray(cov_in, dtype=np.float64).reshape(6, 6)
    result: NDArray[np.float64] = (both @ covariance @ both.T).reshape(36)
    return result


_AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def _rigid(message: TransformStamped) -> Rigid:
    transform = message.transform
    return Rigid(_xyz(transform.translation), _unit(transform.rotation))


def _unit(rotation: Quaternion) -> tuple[float, float, float, float]:
    """The unit quaternion of a message; the one of no rotation for all zeros."""
    parts = (rotation.x, rotation.y, rotation.z, rotation.w)
    return normalized(parts) if any(parts) else (0.0, 0.0, 0.0, 1.0)


def _moved(rigid: Rigid, point: Any) -> tuple[float, float, float]:
    return rigid.after(Rigid(_xyz(point))).translation


def _xyz(message: Any) -> tuple[float, float, float]:
    return (message.x, message.y, message.z)


def _set_xyz(message: Any, values: tuple[float, float, float]) -> None:
    message.x, message.y, message.z = values


def _register() -> None:
    for message, transformer in (
        (PointStamped, do_transform_point),
        (Vector3Stamped, do_transform_vector3),
        (PoseStamped, do_transform_pose_stamped),
        (PoseWithCovarianceStamped, do_transform_pose_with_covariance_stamped),
        (PolygonStamped, do_transform_polygon_stamped),
    ):
        tf2_ros.TransformRegistration().add(message, transformer)
    for message in (Vector3Stamped, PoseStamped, PointStamped):
        tf2_ros.ConvertRegistration().add_to_msg(message, to_msg_msg)
        tf2_ros.ConvertRegistration().add_from_msg(message, from_msg_msg)


_register()
