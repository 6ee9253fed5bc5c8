"""Sensor readings <-> standard messages.

Legend: H x W image rows x columns, J joints.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import BagError
from physai_sim.core.types import CameraSpec, SensorSpec
from physai_sim.messages import parts
from physai_sim.messages.parts import Make
from physai_sim.messages.topics import ODOM_FRAME

JPEG_QUALITY = 90
MAX_PIXELS = 4096 * 4096
Reading = NDArray[Any]


def reading_message(
    make: Make, sensor: SensorSpec, at_ns: int, reading: Reading, *, raw_images: bool = False
) -> Any:
    """The message of one reading; its type is that of `topics.sensor_topic`."""
    if sensor.kind == "rgb":
        return (
            _image(make, sensor, at_ns, reading)
            if raw_images
            else _jpeg(make, sensor, at_ns, reading)
        )
    if sensor.kind == "depth":
        return _image(make, sensor, at_ns, reading)
    if sensor.kind == "joint_state":
        return _joint_state(make, sensor, at_ns, reading)
    if sensor.kind == "odometry":
        values = [float(value) for value in reading]
        return parts.odometry(make, at_ns, values, parent=ODOM_FRAME, child=sensor.frame)
    return parts.labelled_array(make, reading.tolist(), label=",".join(sensor.names))


def reading_from(sensor: SensorSpec, message: Any) -> Reading:
    """The reading of a message that `reading_message` made; images by JPEG are not exact.

    Raises:
        BagError: If an image cannot be decoded or has another size than the sensor.
    """
    if sensor.kind in ("rgb", "depth"):
        image = _decoded(message) if hasattr(message, "format") else _unpacked(message)
        if image.shape != sensor.shape:
            raise BagError(
                "an image of another size",
                where=sensor.name,
                got=image.shape,
                expected=str(sensor.shape),
            )
        return image
    if sensor.kind == "joint_state":
        return np.array([*message.position, *message.velocity], dtype=np.float64)
    if sensor.kind == "odometry":
        return np.array(parts.odometry_numbers(message))
    return np.array(message.data, dtype=np.float64)


def camera_info(make: Make, sensor: SensorSpec, camera: CameraSpec, at_ns: int) -> Any:
    """sensor_msgs/CameraInfo of a pinhole camera without distortion."""
    matrix = camera.intrinsics()
    projection = np.hstack([matrix, np.zeros((3, 1))])
    return make(
        "sensor_msgs/msg/CameraInfo",
        header=parts.header(make, at_ns, sensor.frame),
        height=camera.height_px,
        width=camera.width_px,
        distortion_model="plumb_bob",
        d=np.zeros(5),
        k=matrix.ravel(),
        r=np.eye(3).ravel(),
        p=projection.ravel(),
    )


def _image(make: Make, sensor: SensorSpec, at_ns: int, reading: Reading) -> Any:
    encoding = "rgb8" if sensor.kind == "rgb" else "32FC1"
    data = np.ascontiguousarray(reading)
    return make(
        "sensor_msgs/msg/Image",
        header=parts.header(make, at_ns, sensor.frame),
        height=reading.shape[0],
        width=reading.shape[1],
        encoding=encoding,
        is_bigendian=0,
        step=data.strides[0],
        data=data.view(np.uint8).ravel(),
    )


def _jpeg(make: Make, sensor: SensorSpec, at_ns: int, reading: Reading) -> Any:
    bgr = cv2.cvtColor(reading, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return make(
        "sensor_msgs/msg/CompressedImage",
        header=parts.header(make, at_ns, sensor.frame),
        format="rgb8; jpeg compressed bgr8",  # as image_transport writes it
        data=data.ravel(),
    )


def _joint_state(make: Make, sensor: SensorSpec, at_ns: int, reading: Reading) -> Any:
    count = len(sensor.names)
    return make(
        "sensor_msgs/msg/JointState",
        header=parts.header(make, at_ns, sensor.frame),
        name=list(sensor.names),
        position=reading[:count],
        velocity=reading[count:],
    )


def _decoded(message: Any) -> Reading:
    data = np.frombuffer(bytes(message.data), dtype=np.uint8)
    bgr = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    if bgr is None:
        raise BagError(
            "an image that cannot be decoded", got=message.format, expected="JPEG or PNG"
        )
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)


def _unpacked(message: Any) -> Reading:
    layouts: dict[str, tuple[type[np.generic], int]] = {
        "rgb8": (np.uint8, 3),
        "32FC1": (np.float32, 1),
    }
    if message.encoding not in layouts:
        raise BagError("unknown image encoding", got=message.encoding, known=layouts)
    dtype, channels = layouts[message.encoding]
    height, width = int(message.height), int(message.width)
    wanted = height * width * channels * np.dtype(dtype).itemsize
    if height * width > MAX_PIXELS or len(message.data) != wanted:
        raise BagError("an image with too much or too little data", got=len(message.data))
    flat = np.frombuffer(bytes(message.data), dtype=dtype)
    return flat.reshape((height, width, 3) if channels == 3 else (height, width))
