"""Images <-> Image and CompressedImage, and the intrinsics of cameras.

Legend: H x W image rows x columns.
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

JPEG_QUALITY = 90
MAX_PIXELS = 4096 * 4096
Reading = NDArray[Any]
ENCODINGS = {"rgb": "rgb8", "depth": "32FC1", "segmentation": "32SC2"}
_LAYOUTS: dict[str, tuple[type[np.generic], int]] = {
    "rgb8": (np.uint8, 3),
    "32FC1": (np.float32, 1),
    "32SC2": (np.int32, 2),
}


def image_message(make: Make, sensor: SensorSpec, at_ns: int, reading: Reading) -> Any:
    """sensor_msgs/Image of colours (H, W, 3), depth (H, W) or numbers (H, W, 2)."""
    told = _rep_118(sensor, reading) if sensor.kind == "depth" else reading
    return _image(make, sensor, at_ns, told)


def image_from(sensor: SensorSpec, message: Any) -> Reading:
    """The reading of an Image or CompressedImage.

    Raises:
        BagError: If it cannot be decoded or has another size than the sensor.
    """
    image = _decoded(message) if hasattr(message, "format") else _unpacked(message)
    if image.shape != sensor.shape:
        raise BagError(
            "an image of another size",
            where=sensor.name,
            got=image.shape,
            expected=str(sensor.shape),
        )
    return _finite(sensor, image) if sensor.kind == "depth" else image


def camera_info(make: Make, sensor: SensorSpec, camera: CameraSpec, at_ns: int) -> Any:
    """sensor_msgs/CameraInfo of a pinhole camera, with its distortion."""
    matrix = camera.intrinsics()
    projection = np.hstack([matrix, np.zeros((3, 1))])
    return make(
        "sensor_msgs/msg/CameraInfo",
        header=parts.header(make, at_ns, sensor.frame),
        height=camera.height_px,
        width=camera.width_px,
        distortion_model="plumb_bob",
        d=np.array(camera.distortion),
        k=matrix.ravel(),
        r=np.eye(3).ravel(),
        p=projection.ravel(),
    )


def _image(make: Make, sensor: SensorSpec, at_ns: int, reading: Reading) -> Any:
    encoding = ENCODINGS[sensor.kind]
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


def _rep_118(sensor: SensorSpec, reading: Reading) -> Reading:
    """Depth as messages say it: +Inf for nothing within range, NaN for a lost reading."""
    if sensor.camera is None:
        return reading
    told = np.where(reading >= np.float32(sensor.camera.far_m), np.float32(np.inf), reading)
    return np.where(reading == 0.0, np.float32(np.nan), told)


def _finite(sensor: SensorSpec, told: Reading) -> Reading:
    """Depth as observations have it: `far_m` and 0; see `_rep_118`."""
    far = np.float32(np.inf if sensor.camera is None else sensor.camera.far_m)
    finite: Reading = np.where(np.isnan(told), np.float32(0.0), np.minimum(told, far))
    return finite


def jpeg_message(make: Make, sensor: SensorSpec, at_ns: int, reading: Reading) -> Any:
    """sensor_msgs/CompressedImage of colours, shape (H, W, 3)."""
    bgr = cv2.cvtColor(reading, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return make(
        "sensor_msgs/msg/CompressedImage",
        header=parts.header(make, at_ns, sensor.frame),
        format="rgb8; jpeg compressed bgr8",  # as image_transport writes it
        data=data.ravel(),
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
    if message.encoding not in _LAYOUTS:
        raise BagError("unknown image encoding", got=message.encoding, known=_LAYOUTS)
    dtype, channels = _LAYOUTS[message.encoding]
    height, width = int(message.height), int(message.width)
    wanted = height * width * channels * np.dtype(dtype).itemsize
    if height * width > MAX_PIXELS or len(message.data) != wanted:
        raise BagError("an image with too much or too little data", got=len(message.data))
    flat = np.frombuffer(bytes(message.data), dtype=dtype)
    return flat.reshape((height, width) if channels == 1 else (height, width, channels))
