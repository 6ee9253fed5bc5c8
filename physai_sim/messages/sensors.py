"""Sensor readings <-> standard messages; one entry for each kind of sensor.

Legend: J joints.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.types import SensorKind, SensorSpec
from physai_sim.messages import images, inertial, parts, ranging
from physai_sim.messages.images import camera_info
from physai_sim.messages.parts import Make
from physai_sim.messages.topics import ODOM_FRAME

__all__ = ["Reading", "camera_info", "reading_from", "reading_message"]

Reading = NDArray[Any]


def reading_message(
    make: Make, sensor: SensorSpec, at_ns: int, reading: Reading, *, raw_images: bool = False
) -> Any:
    """The message of one reading; its type is that of `topics.sensor_topic`."""
    if sensor.kind == "rgb" and not raw_images:
        return images.jpeg_message(make, sensor, at_ns, reading)
    return _TO_MESSAGE[sensor.kind](make, sensor, at_ns, reading)


def reading_from(sensor: SensorSpec, message: Any) -> Reading:
    """The reading of a message that `reading_message` made; images by JPEG are not exact.

    Raises:
        BagError: If an image cannot be decoded or has another size than the sensor, or a scan
            other rays.
    """
    return _FROM_MESSAGE[sensor.kind](sensor, message)


def _joint_state(make: Make, sensor: SensorSpec, at_ns: int, reading: Reading) -> Any:
    count = len(sensor.names)
    return make(
        "sensor_msgs/msg/JointState",
        header=parts.header(make, at_ns, sensor.frame),
        name=list(sensor.names),
        position=reading[:count],
        velocity=reading[count:],
    )


def _joint_state_from(_: SensorSpec, message: Any) -> Reading:
    return np.array([*message.position, *message.velocity], dtype=np.float64)


def _odometry(make: Make, sensor: SensorSpec, at_ns: int, reading: Reading) -> Any:
    values = [float(value) for value in reading]
    message = parts.odometry(make, at_ns, values, parent=ODOM_FRAME, child=sensor.frame)
    message.pose.covariance = inertial.variances(sensor, 0, 6).ravel()
    message.twist.covariance = inertial.variances(sensor, 6, 6).ravel()
    return message


def _odometry_from(_: SensorSpec, message: Any) -> Reading:
    return np.array(parts.odometry_numbers(message))


def _numbers(make: Make, sensor: SensorSpec, at_ns: int, reading: Reading) -> Any:
    return parts.values(make, at_ns, reading.tolist(), names=sensor.names)


def _numbers_from(_: SensorSpec, message: Any) -> Reading:
    return np.array(message.values, dtype=np.float64)


_TO_MESSAGE: dict[SensorKind, Callable[[Make, SensorSpec, int, Reading], Any]] = {
    "rgb": images.image_message,
    "depth": images.image_message,
    "segmentation": images.image_message,
    "joint_state": _joint_state,
    "odometry": _odometry,
    "contact": _numbers,
    "numbers": _numbers,
    "imu": inertial.imu_message,
    "lidar": ranging.lidar_message,
    "pose": inertial.pose_message,
    "gnss": inertial.gnss_message,
}
_FROM_MESSAGE: dict[SensorKind, Callable[[SensorSpec, Any], Reading]] = {
    "rgb": images.image_from,
    "depth": images.image_from,
    "segmentation": images.image_from,
    "joint_state": _joint_state_from,
    "odometry": _odometry_from,
    "contact": _numbers_from,
    "numbers": _numbers_from,
    "imu": inertial.imu_from,
    "lidar": ranging.lidar_from,
    "pose": inertial.pose_from,
    "gnss": inertial.gnss_from,
}
