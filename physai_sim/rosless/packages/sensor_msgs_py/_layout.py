"""How the points of a cloud lie in its data."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.lib.recfunctions import unstructured_to_structured
from numpy.typing import NDArray
from sensor_msgs.msg import PointCloud2, PointField

IS_BIG_ENDIAN = sys.byteorder == "big"
DUMMY_FIELD_PREFIX = "unnamed_field"
_DATATYPES: dict[int, np.dtype[Any]] = {
    PointField.INT8: np.dtype(np.int8),
    PointField.UINT8: np.dtype(np.uint8),
    PointField.INT16: np.dtype(np.int16),
    PointField.UINT16: np.dtype(np.uint16),
    PointField.INT32: np.dtype(np.int32),
    PointField.UINT32: np.dtype(np.uint32),
    PointField.FLOAT32: np.dtype(np.float32),
    PointField.FLOAT64: np.dtype(np.float64),
}


def dtype_from_fields(
    fields: Iterable[PointField], point_step: int | None = None
) -> np.dtype[Any]:
    """The structured type of one point.

    A field with a count above one becomes `name_0`, `name_1`, ...; a nameless field gets its
    number as a name.

    Args:
        fields: The fields of a cloud.
        point_step: Size of a point [bytes]; by default that of the fields.

    Raises:
        AssertionError: If a name appears twice or a count is zero.
    """
    names: list[str] = []
    formats: list[np.dtype[Any]] = []
    offsets: list[int] = []
    for number, field in enumerate(fields):
        require(field.count > 0, f"Can't process fields with count = 0. Got '{field.name}'")
        kind = _datatype(field)
        name = field.name or f"{DUMMY_FIELD_PREFIX}_{number}"
        for part in range(field.count):
            names.append(f"{name}_{part}" if field.count > 1 else name)
            formats.append(kind)
            offsets.append(field.offset + part * kind.itemsize)
    require(len(set(names)) == len(names), f"Duplicate field names are not allowed! Got {names}")
    layout: dict[str, Any] = {"names": names, "formats": formats, "offsets": offsets}
    if point_step is not None:
        layout["itemsize"] = point_step
    return np.dtype(layout)  # type: ignore[call-overload,no-any-return]


def raw_points(cloud: PointCloud2) -> NDArray[Any]:
    """The points as a structured view of the cloud's data, in the cloud's byte order."""
    kind = dtype_from_fields(cloud.fields, cloud.point_step)
    if bool(cloud.is_bigendian) != IS_BIG_ENDIAN:
        kind = kind.newbyteorder()
    count = cloud.width * cloud.height
    size = len(cloud.data)
    what = f"{count} points of {cloud.point_step} bytes do not fit into {size} bytes of data"
    require(count * cloud.point_step <= size, what)
    points: NDArray[Any] = np.ndarray(shape=(count,), dtype=kind, buffer=cloud.data)
    return points


def structured(points: Iterable[Any], fields: Sequence[PointField], kind: Any) -> NDArray[Any]:
    """NDArray[Any] of any form as a structured array of this type."""
    if not isinstance(points, np.ndarray):
        return np.array([tuple(point) for point in points], dtype=kind)
    if points.dtype.names is None:
        kinds = {field.datatype for field in fields}
        what = "All fields need to have the same datatype. Pass a structured NumPy array"
        require(len(kinds) <= 1, f"{what} with multiple dtypes otherwise.")
        made: NDArray[Any] = unstructured_to_structured(points, dtype=kind)
        return made
    what = "PointFields and structured NumPy array dtype do not match for all fields! Check their"
    require(
        points.dtype == kind, f"{what} field order, names and types. Got {points.dtype} and {kind}"
    )
    return points


def _datatype(field: PointField) -> np.dtype[Any]:
    known = field.datatype in _DATATYPES
    require(known, f"unknown datatype {field.datatype} of the field '{field.name}'")
    return _DATATYPES[field.datatype]


def require(condition: bool, what: str) -> None:
    """Raise AssertionError, as sensor_msgs_py does; unlike `assert` it cannot be switched off."""
    if not condition:
        raise AssertionError(what)
