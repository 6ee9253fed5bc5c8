"""Readings of an imu, a pose sensor and a gnss <-> standard messages with covariances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array, Pose
from physai_sim.core.types import SensorSpec
from physai_sim.messages import parts
from physai_sim.messages.parts import Make

# Constants of sensor_msgs/NavSatStatus and NavSatFix.
STATUS_FIX, SERVICE_GPS = 0, 1
DIAGONAL_KNOWN = 2


def imu_message(make: Make, sensor: SensorSpec, at_ns: int, reading: NDArray[Any]) -> Any:
    """sensor_msgs/Imu of orientation xyzw, angular velocity and specific force, (10,) (REP-145).

    A covariance of zeros means "unknown" there, so a sensor without noise states none.
    """
    values = [float(value) for value in reading]
    turn, rate, force = (variances(sensor, start, 3) for start in (0, 3, 6))
    return make(
        "sensor_msgs/msg/Imu",
        header=parts.header(make, at_ns, sensor.frame),
        orientation=parts.quaternion(make, values[:4]),
        orientation_covariance=turn.ravel(),
        angular_velocity=parts.vector(make, values[4:7]),
        angular_velocity_covariance=rate.ravel(),
        linear_acceleration=parts.vector(make, values[7:]),
        linear_acceleration_covariance=force.ravel(),
    )


def imu_from(_: SensorSpec, message: Any) -> Array:
    """The reading of a message that `imu_message` made, shape (10,)."""
    q = message.orientation
    rate, force = parts.xyz(message.angular_velocity), parts.xyz(message.linear_acceleration)
    return np.array([q.x, q.y, q.z, q.w, *rate, *force])


def pose_message(make: Make, sensor: SensorSpec, at_ns: int, reading: NDArray[Any]) -> Any:
    """geometry_msgs/PoseWithCovarianceStamped of position and quaternion xyzw, (7,)."""
    here = parts.pose(make, pose_of(reading))
    return make(
        "geometry_msgs/msg/PoseWithCovarianceStamped",
        header=parts.header(make, at_ns, sensor.frame),
        pose=make(
            "geometry_msgs/msg/PoseWithCovariance",
            pose=here,
            covariance=variances(sensor, 0, 6).ravel(),
        ),
    )


def pose_from(_: SensorSpec, message: Any) -> Array:
    """The reading of a message that `pose_message` made, shape (7,)."""
    return np.array(parts.pose_from(message.pose.pose).numbers)


def gnss_message(make: Make, sensor: SensorSpec, at_ns: int, reading: NDArray[Any]) -> Any:
    """sensor_msgs/NavSatFix of latitude, longitude [deg] and altitude [m], (3,).

    Its covariance has a type beside it, so zeros are exact there and do not mean "unknown".
    """
    latitude, longitude, altitude = (float(value) for value in reading)
    return make(
        "sensor_msgs/msg/NavSatFix",
        header=parts.header(make, at_ns, sensor.frame),
        status=make("sensor_msgs/msg/NavSatStatus", status=STATUS_FIX, service=SERVICE_GPS),
        latitude=latitude,
        longitude=longitude,
        altitude=altitude,
        position_covariance=variances(sensor, 0, 3).ravel(),  # east, north, up [m^2]
        position_covariance_type=DIAGONAL_KNOWN,
    )


def gnss_from(_: SensorSpec, message: Any) -> Array:
    """The reading of a message that `gnss_message` made, shape (3,)."""
    return np.array([message.latitude, message.longitude, message.altitude])


def pose_of(reading: Sequence[float] | NDArray[Any]) -> Pose:
    """Pose of position and quaternion xyzw, the first seven numbers of a reading."""
    x, y, z, qx, qy, qz, qw = (float(value) for value in reading[:7])
    return Pose((x, y, z), (qx, qy, qz, qw))


def variances(sensor: SensorSpec, start: int, size: int) -> Array:
    """Diagonal covariance of some of a sensor's numbers, shape (size, size)."""
    found = sensor.variances[start : start + size] or (0.0,) * size
    return np.diag(np.asarray(found, dtype=np.float64))
