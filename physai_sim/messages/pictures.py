"""Colour pictures of any camera, also of one that nobody described: for people to look at.

Legend: H x W image rows x columns.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import BagError
from physai_sim.messages.images import MAX_PIXELS

Picture = NDArray[np.uint8]
RAW, COMPRESSED = "sensor_msgs/msg/Image", "sensor_msgs/msg/CompressedImage"

# Encoding -> bytes of a pixel, and how OpenCV makes RGB of it; None for what is RGB already.
# Source: sensor_msgs/image_encodings.hpp; OpenCV names Bayer patterns by their first two rows.
_ENCODINGS: dict[str, tuple[int, int | None]] = {
    "rgb8": (3, None),
    "bgr8": (3, cv2.COLOR_BGR2RGB),
    "8UC3": (3, cv2.COLOR_BGR2RGB),
    "rgba8": (4, cv2.COLOR_RGBA2RGB),
    "bgra8": (4, cv2.COLOR_BGRA2RGB),
    "mono8": (1, cv2.COLOR_GRAY2RGB),
    "8UC1": (1, cv2.COLOR_GRAY2RGB),
    "yuv422": (2, cv2.COLOR_YUV2RGB_UYVY),
    "uyvy": (2, cv2.COLOR_YUV2RGB_UYVY),
    "yuv422_yuy2": (2, cv2.COLOR_YUV2RGB_YUY2),
    "yuyv": (2, cv2.COLOR_YUV2RGB_YUY2),
    "bayer_rggb8": (1, cv2.COLOR_BayerRGGB2RGB),
    "bayer_bggr8": (1, cv2.COLOR_BayerBGGR2RGB),
    "bayer_gbrg8": (1, cv2.COLOR_BayerGBRG2RGB),
    "bayer_grbg8": (1, cv2.COLOR_BayerGRBG2RGB),
}


def picture_from(message: Any) -> Picture:
    """The colours of an Image or a CompressedImage, shape (H, W, 3), RGB.

    Raises:
        BagError: If it is no picture in colours or grey, or cannot be decoded.
    """
    return _decoded(message) if hasattr(message, "format") else _unpacked(message)


def _decoded(message: Any) -> Picture:
    data = np.frombuffer(bytes(message.data), dtype=np.uint8)
    if "compressedDepth" in message.format:
        raise BagError("depth is no picture", got=message.format, expected="JPEG or PNG")
    try:
        bgr = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    except cv2.error:  # more pixels than OpenCV is willing to decode
        bgr = None
    if bgr is None:
        raise BagError(
            "an image that cannot be decoded", got=message.format, expected="JPEG or PNG"
        )
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _unpacked(message: Any) -> Picture:
    if message.encoding not in _ENCODINGS:
        raise BagError("no picture in colours", got=message.encoding, known=_ENCODINGS)
    size, conversion = _ENCODINGS[message.encoding]
    height, width, step = int(message.height), int(message.width), int(message.step)
    row = width * size
    is_whole = row <= step and height * step <= len(message.data)
    if not 0 < height * width <= MAX_PIXELS or not is_whole:
        raise BagError("an image with too much or too little data", got=len(message.data))
    flat = np.frombuffer(bytes(message.data), dtype=np.uint8, count=height * step)
    pixels = np.ascontiguousarray(flat.reshape(height, step)[:, :row])
    shaped = pixels.reshape(height, width, size) if size > 1 else pixels
    return shaped if conversion is None else np.asarray(cv2.cvtColor(shaped, conversion), np.uint8)
