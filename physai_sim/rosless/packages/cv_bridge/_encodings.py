"""Encodings of sensor_msgs/Image: element type, channels, and kind of colour.

Source: sensor_msgs/image_encodings.hpp, docs.ros.org.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import cv2

from cv_bridge._errors import CvBridgeError

DEPTHS = {
    "8U": "uint8",
    "8S": "int8",
    "16U": "uint16",
    "16S": "int16",
    "32S": "int32",
    "32F": "float32",
    "64F": "float64",
}
"""OpenCV's element types by name -> NumPy's."""
MOST_CHANNELS = 512  # OpenCV's CV_CN_MAX

_GENERIC = re.compile(r"(8U|8S|16U|16S|32S|32F|64F)(?:C(\d{1,3}))?")
_FAMILIES = {
    "mono": ("GRAY", 1),
    "rgb": ("RGB", 3),
    "bgr": ("BGR", 3),
    "rgba": ("RGBA", 4),
    "bgra": ("BGRA", 4),
    # OpenCV names a pattern by the second row's second and third pixel, sensor_msgs by the first.
    "bayer_rggb": ("BayerBG", 1),
    "bayer_bggr": ("BayerRG", 1),
    "bayer_gbrg": ("BayerGR", 1),
    "bayer_grbg": ("BayerGB", 1),
}
_YUV = {"yuv422": "UYVY", "uyvy": "UYVY", "yuv422_yuy2": "YUY2", "yuyv": "YUY2"}


class Encoding(NamedTuple):
    """What an encoding means.

    Attributes:
        depth: OpenCV's element type, as "8U".
        channels: Channels of a pixel.
        colour: Family in the names of OpenCV's conversions, as "BGR"; None without a colour.
    """

    depth: str
    channels: int
    colour: str | None

    @property
    def cv_name(self) -> str:
        """OpenCV's name of the type, as "8UC3"."""
        return f"{self.depth}C{self.channels}"

    @property
    def dtype(self) -> str:
        """NumPy's name of the element type."""
        return DEPTHS[self.depth]


@lru_cache(maxsize=256)
def encoding_of(name: str) -> Encoding:
    """The meaning of an encoding.

    Raises:
        CvBridgeError: If it is not known.
    """
    generic = _GENERIC.fullmatch(name)
    if generic is not None:
        channels = int(generic[2] or 1)
        if 1 <= channels <= MOST_CHANNELS:
            return Encoding(generic[1], channels, None)
    if name in _YUV:
        return Encoding("8U", 2, _YUV[name])
    for bits in ("8", "16"):
        family = name.removesuffix(bits)
        if name.endswith(bits) and family in _FAMILIES:
            colour, channels = _FAMILIES[family]
            return Encoding(f"{bits}U", channels, colour)
    known = [f"{family}8, {family}16" for family in _FAMILIES]
    raise CvBridgeError(
        f"Unrecognized image encoding [{name}]. Known: {', '.join([*known, *_YUV])}, and types "
        "such as 8UC3 or 32FC1"
    )


def cv_type(depth: str, channels: int) -> int:
    """OpenCV's number of a type."""
    return int(cv2.CV_MAKETYPE(getattr(cv2, f"CV_{depth}"), channels))


@lru_cache(maxsize=256)
def type_of_number(number: int) -> tuple[str, int]:
    """Element type and channels of OpenCV's number of a type.

    Raises:
        CvBridgeError: If there is no such type.
    """
    # The layout of the number differs between OpenCV 4 and 5, so it is searched, not taken apart.
    for depth in DEPTHS:
        for channels in range(1, MOST_CHANNELS + 1):
            if cv_type(depth, channels) == number:
                return depth, channels
    raise CvBridgeError(f"no OpenCV type has the number {number}")
