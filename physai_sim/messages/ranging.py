"""Readings of a lidar <-> LaserScan (one ring) and PointCloud2 (several).

Legend: R rings, N columns. Out of range is +Inf, too near is -Inf (REP-117).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import BagError
from physai_sim.core.timing import NS_PER_S
from physai_sim.core.types import ScanSpec, SensorSpec
from physai_sim.messages import parts
from physai_sim.messages.parts import Make

LASER_SCAN = "sensor_msgs/msg/LaserScan"
POINT_CLOUD = "sensor_msgs/msg/PointCloud2"
# One point; `range` tells too near from too far where x, y and z are NaN.
_FIELD_DTYPES = {
    "x": "<f4",
    "y": "<f4",
    "z": "<f4",
    "intensity": "<f4",
    "ring": "<u2",
    "range": "<f4",
}
_OFFSETS = (0, 4, 8, 12, 16, 20)
POINT = np.dtype(
    {
        "names": list(_FIELD_DTYPES),
        "formats": list(_FIELD_DTYPES.values()),
        "offsets": list(_OFFSETS),
        "itemsize": 24,
    }
)
# Numbers of the types in sensor_msgs/PointField.
_TYPE_NUMBERS = {"<f4": 7, "<u2": 4}
FIELDS = tuple(
    (name, offset, _TYPE_NUMBERS[dtype])
    for (name, dtype), offset in zip(_FIELD_DTYPES.items(), _OFFSETS, strict=True)
)


def scan_of(sensor: SensorSpec) -> ScanSpec:
    """The rays of a lidar.

    Raises:
        BagError: If the sensor is none.
    """
    if sensor.scan is None:
        raise BagError("a lidar without rays", where=sensor.name, expected="a ScanSpec")
    return sensor.scan


def is_planar(sensor: SensorSpec) -> bool:
    """Whether a lidar is told as a LaserScan: one ring, in the plane of the sensor."""
    return scan_of(sensor).elevations_rad == (0.0,)


def lidar_message(make: Make, sensor: SensorSpec, at_ns: int, reading: NDArray[Any]) -> Any:
    """LaserScan or PointCloud2 of range and intensity, shape (R, N, 2)."""
    tell = _laser_scan if is_planar(sensor) else _point_cloud
    return tell(make, sensor, at_ns, reading)


def lidar_from(sensor: SensorSpec, message: Any) -> NDArray[np.float32]:
    """The reading of a message that `lidar_message` made, shape (R, N, 2).

    Raises:
        BagError: If the message has another number of rays or other fields.
    """
    scan, shape = scan_of(sensor), sensor.shape[:2]
    if hasattr(message, "ranges"):
        ranges, intensities = message.ranges, message.intensities
    else:
        points = _points(sensor, message)
        ranges, intensities = points["range"], points["intensity"]
    if ranges.size != shape[0] * shape[1] or intensities.size != ranges.size:
        raise BagError("another number of rays", where=sensor.name, got=ranges.size)
    flat = np.stack([ranges, intensities], axis=-1).astype(np.float32)
    flat[np.isposinf(flat[:, 0]), 0] = scan.max_range_m
    flat[np.isneginf(flat[:, 0]), 0] = 0.0
    return flat.reshape((*shape, 2))


def rep_117(sensor: SensorSpec, reading: NDArray[Any]) -> NDArray[np.float32]:
    """Ranges with +Inf for out of range and -Inf for too near, shape (R, N)."""
    scan, ranges = scan_of(sensor), reading[..., 0].astype(np.float32)
    ranges[reading[..., 0] >= np.float32(scan.max_range_m)] = np.inf
    ranges[reading[..., 0] < np.float32(scan.min_range_m)] = -np.inf
    return ranges


def _laser_scan(make: Make, sensor: SensorSpec, at_ns: int, reading: NDArray[Any]) -> Any:
    scan = scan_of(sensor)
    return make(
        LASER_SCAN,
        header=parts.header(make, at_ns, sensor.frame),
        angle_min=scan.angle_min_rad,
        angle_max=scan.angle_max_rad,
        angle_increment=scan.increment_rad,
        time_increment=0.0,  # all rays are cast at one instant
        scan_time=NS_PER_S // sensor.rate_hz / NS_PER_S,
        range_min=scan.min_range_m,
        range_max=scan.max_range_m,
        ranges=rep_117(sensor, reading).ravel(),
        intensities=reading[..., 1].ravel(),
    )


def _point_cloud(make: Make, sensor: SensorSpec, at_ns: int, reading: NDArray[Any]) -> Any:
    rings, columns = reading.shape[:2]
    ranges = rep_117(sensor, reading)
    measured = np.where(np.isfinite(ranges), ranges, np.nan)
    xyz = scan_of(sensor).directions() * measured[..., None]
    points = np.zeros((rings, columns), dtype=POINT)
    for axis, name in enumerate("xyz"):
        points[name] = xyz[..., axis]
    points["intensity"], points["range"] = reading[..., 1], ranges
    points["ring"] = np.arange(rings)[:, None]
    return make(
        POINT_CLOUD,
        header=parts.header(make, at_ns, sensor.frame),
        height=rings,
        width=columns,
        fields=_fields(make),
        is_bigendian=False,
        point_step=POINT.itemsize,
        row_step=POINT.itemsize * columns,
        data=np.frombuffer(points.tobytes(), dtype=np.uint8),
        is_dense=bool(np.isfinite(ranges).all()),
    )


def _fields(make: Make) -> list[Any]:
    kind = "sensor_msgs/msg/PointField"
    return [make(kind, name=n, offset=o, datatype=d, count=1) for n, o, d in FIELDS]


def _points(sensor: SensorSpec, message: Any) -> NDArray[Any]:
    told = tuple((field.name, int(field.offset), int(field.datatype)) for field in message.fields)
    if told != FIELDS or message.point_step != POINT.itemsize or message.is_bigendian:
        raise BagError("a point cloud with another layout", where=sensor.name, got=told)
    if len(message.data) % POINT.itemsize:
        raise BagError("a point cloud with too much or too little data", where=sensor.name)
    return np.frombuffer(bytes(message.data), dtype=POINT)
