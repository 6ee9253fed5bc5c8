"""Transforms of point clouds; importing this registers them with tf2_ros.

Legend: N points.

Source: docs.ros.org, package tf2_sensor_msgs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tf2_ros
from geometry_msgs.msg import Transform, TransformStamped
from numpy.typing import NDArray
from sensor_msgs.msg import PointCloud2
from sensor_msgs_py.point_cloud2 import create_cloud, read_points
from std_msgs.msg import Header
from tf2_py._rigid import normalized, rotated

__all__ = ["do_transform_cloud", "from_msg_msg", "to_msg_msg", "transform_points"]

_AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def to_msg_msg(msg: PointCloud2) -> PointCloud2:
    """A message is its own message."""
    return msg


def from_msg_msg(msg: PointCloud2) -> PointCloud2:
    """A message is its own object."""
    return msg


def transform_points(point_cloud: NDArray[Any], transform: Transform) -> NDArray[Any]:
    """Points (N, 3) in the transform's parent frame, (N, 3)."""
    turned, moved = transform.rotation, transform.translation
    parts = (turned.x, turned.y, turned.z, turned.w)
    unit = normalized(parts) if any(parts) else (0.0, 0.0, 0.0, 1.0)
    columns = np.array([rotated(unit, axis) for axis in _AXES])
    result: NDArray[Any] = point_cloud @ columns + np.array([moved.x, moved.y, moved.z])
    return result


def do_transform_cloud(cloud: PointCloud2, transform: Transform | TransformStamped) -> PointCloud2:
    """A cloud with its x, y and z in the transform's parent frame and all else as it is.

    Raises:
        AssertionError: If the cloud lacks one of the fields x, y and z.
    """
    header = Header(stamp=cloud.header.stamp, frame_id=cloud.header.frame_id)
    if isinstance(transform, TransformStamped):
        header.frame_id = transform.header.frame_id
        transform = transform.transform
    names = {field.name for field in cloud.fields}
    if not names >= set("xyz"):
        raise AssertionError(
            f"Point cloud needs the fields x, y, and z for the transformation. Got {sorted(names)}"
        )
    points = read_points(cloud).copy()
    xyz = np.stack([points[axis] for axis in "xyz"], axis=-1)
    moved = transform_points(xyz, transform)
    for column, axis in enumerate("xyz"):
        points[axis] = moved[:, column]
    return create_cloud(header, cloud.fields, points, cloud.point_step)


def _register() -> None:
    tf2_ros.TransformRegistration().add(PointCloud2, do_transform_cloud)
    tf2_ros.ConvertRegistration().add_to_msg(PointCloud2, to_msg_msg)
    tf2_ros.ConvertRegistration().add_from_msg(PointCloud2, from_msg_msg)


_register()
