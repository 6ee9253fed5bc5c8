"""PointCloud2 <-> NumPy arrays.

Legend: N points of F fields.

Source: docs.ros.org, package sensor_msgs_py, module point_cloud2; sensor_msgs/PointField.
"""

from __future__ import annotations

import array
from collections import namedtuple
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.lib.recfunctions import structured_to_unstructured
from numpy.typing import NDArray
from sensor_msgs.msg import PointCloud2, PointField
from std_msgs.msg import Header

from sensor_msgs_py._layout import (
    DUMMY_FIELD_PREFIX,
    IS_BIG_ENDIAN,
    dtype_from_fields,
    raw_points,
    require,
    structured,
)

__all__ = [
    "DUMMY_FIELD_PREFIX",
    "create_cloud",
    "create_cloud_xyz32",
    "dtype_from_fields",
    "read_points",
    "read_points_list",
    "read_points_numpy",
]

Names = Iterable[str] | None
Points = NDArray[Any]


def read_points(
    cloud: PointCloud2,
    field_names: Names = None,
    skip_nans: bool = False,
    uvs: Iterable[int] | None = None,
    reshape_organized_cloud: bool = False,
) -> Points:
    """The points of a cloud as a structured array (N,); a view of its data where possible.

    Args:
        cloud: The message.
        field_names: The fields to read; all by default.
        skip_nans: Leave out points with a NaN, unless the cloud says that it has none.
        uvs: Indices of the points to read; all by default.
        reshape_organized_cloud: Give an organized cloud as (width, height).

    Raises:
        AssertionError: If it is no cloud, lacks a field, or its data is too short.
    """
    require(isinstance(cloud, PointCloud2), "Cloud is not a sensor_msgs.msg.PointCloud2")
    points = raw_points(cloud)
    if field_names is not None:
        wanted, known = list(field_names), points.dtype.names or ()
        missing = [name for name in wanted if name not in known]
        what = "Requests field is not in the fields of the PointCloud!"
        require(not missing, f"{what} Got {missing}, known: {list(known)}")
        points = points[wanted]
    if bool(cloud.is_bigendian) != IS_BIG_ENDIAN:
        points = points.astype(points.dtype.newbyteorder("="))
    if skip_nans and not cloud.is_dense:
        points = points[_without_nan(points)]
    if uvs is not None:
        points = points[uvs if isinstance(uvs, np.ndarray) else np.fromiter(uvs, int)]
    if reshape_organized_cloud and cloud.height > 1:
        points = points.reshape(cloud.width, cloud.height)
    return points


def read_points_numpy(
    cloud: PointCloud2,
    field_names: Names = None,
    skip_nans: bool = False,
    uvs: Iterable[int] | None = None,
    reshape_organized_cloud: bool = False,
) -> Points:
    """The points of a cloud whose fields have one type as a plain array (N, F).

    Args:
        cloud: The message.
        field_names: The fields to read; all by default.
        skip_nans: Leave out points with a NaN, unless the cloud says that it has none.
        uvs: Indices of the points to read; all by default.
        reshape_organized_cloud: Give an organized cloud as (width, height, F).

    Raises:
        AssertionError: As `read_points`, or if the fields differ in type.
    """
    names = None if field_names is None else list(field_names)
    read = [field for field in cloud.fields if names is None or field.name in names]
    kinds = {field.datatype for field in read}
    what = "All fields need to have the same datatype. Use `read_points()` otherwise."
    require(len(kinds) <= 1, what)
    points = read_points(cloud, names, skip_nans, uvs, reshape_organized_cloud)
    return structured_to_unstructured(points)


def read_points_list(
    cloud: PointCloud2,
    field_names: Names = None,
    skip_nans: bool = False,
    uvs: Iterable[int] | None = None,
) -> list[Any]:
    """The points of a cloud as a list of named tuples; slow, for few points.

    Args:
        cloud: The message.
        field_names: The fields to read; all by default.
        skip_nans: Leave out points with a NaN, unless the cloud says that it has none.
        uvs: Indices of the points to read; all by default.

    Raises:
        AssertionError: As `read_points`.
    """
    points = read_points(cloud, field_names, skip_nans, uvs)
    point = namedtuple("Point", points.dtype.names or ())  # type: ignore[misc]
    return [point._make(values) for values in points.tolist()]


def create_cloud(
    header: Header,
    fields: Sequence[PointField],
    points: Iterable[Any],
    point_step: int | None = None,
) -> PointCloud2:
    """A cloud of points.

    Args:
        header: Stamp and frame.
        fields: What a point consists of.
        points: A structured array, a plain array (N, F) or (width, height, F), or rows of values.
        point_step: Size of a point [bytes]; by default that of the fields.

    Raises:
        AssertionError: If points and fields do not fit.
    """
    rows = structured(points, fields, dtype_from_fields(fields, point_step))
    require(rows.ndim <= 2, "Points can only be organized in max. two dimensional space")
    width, height = rows.shape[0], rows.shape[1] if rows.ndim == 2 else 1
    size = rows.dtype.itemsize
    cloud = PointCloud2(
        header=header,
        height=height,
        width=width,
        is_dense=False,
        is_bigendian=IS_BIG_ENDIAN,
        fields=list(fields),
        point_step=size,
        row_step=size * width,
    )
    data = array.array("B")
    if rows.size:
        data.frombytes(np.ascontiguousarray(rows).reshape(-1).view(np.uint8).data)
    cloud.data = data
    return cloud


def create_cloud_xyz32(header: Header, points: Iterable[Any]) -> PointCloud2:
    """A cloud of positions: fields x, y and z of 32 bits [m].

    Args:
        header: Stamp and frame.
        points: As in `create_cloud`, with three values a point.
    """
    fields = [
        PointField(name=axis, offset=4 * number, datatype=PointField.FLOAT32, count=1)
        for number, axis in enumerate("xyz")
    ]
    return create_cloud(header, fields, points)


def _without_nan(points: Points) -> NDArray[np.bool_]:
    keep = np.ones(len(points), dtype=bool)
    for name in points.dtype.names or ():
        if points[name].dtype.kind == "f":
            keep &= ~np.isnan(points[name])
    return keep
