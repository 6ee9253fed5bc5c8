"""Conversion between OpenCV's images and the messages of sensor_msgs.

Legend: H x W image rows x columns of C channels.

Source: docs.ros.org, package cv_bridge (Python).
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from sensor_msgs.msg import CompressedImage, Image

from cv_bridge._conversion import cvtColor2, getCvType
from cv_bridge._encodings import DEPTHS, cv_type, encoding_of, type_of_number
from cv_bridge._errors import CvBridgeError
from cv_bridge._packing import bytes_of, check_array, is_big_endian, unpacked

__all__ = ["CvBridge", "CvBridgeError"]

Array = NDArray[Any]
_BY_CHANNELS = {1: "mono", 3: "bgr", 4: "bgra"}  # OpenCV decodes files to these


class CvBridge:
    """Converts images; holds no state, so that one serves all topics and threads."""

    def __init__(self) -> None:
        self.cvdepth_to_numpy_depth = {
            getattr(cv2, f"CV_{depth}"): kind for depth, kind in DEPTHS.items()
        }
        self.cvtype_to_name = {
            cv_type(depth, channels): f"{depth}C{channels}"
            for depth in DEPTHS
            for channels in (1, 2, 3, 4)
        }
        self.numpy_type_to_cvtype = {kind: depth for depth, kind in DEPTHS.items()} | DEPTHS

    def dtype_with_channels_to_cvtype2(self, dtype: np.dtype[Any], n_channels: int) -> str:
        """OpenCV's name of a type, as "8UC3".

        Raises:
            CvBridgeError: If OpenCV has no such element type.
        """
        if dtype.name not in self.numpy_type_to_cvtype:
            known = ", ".join(DEPTHS.values())
            raise CvBridgeError(f"OpenCV has no element type {dtype.name}. Known: {known}")
        return f"{self.numpy_type_to_cvtype[dtype.name]}C{n_channels}"

    def cvtype2_to_dtype_with_channels(self, cvtype: int) -> tuple[str, int]:
        """NumPy's element type and the channels of OpenCV's number of a type."""
        depth, channels = type_of_number(cvtype)
        return DEPTHS[depth], channels

    def encoding_to_cvtype2(self, encoding: str) -> int:
        """OpenCV's number of the type of an encoding; raises CvBridgeError if it is unknown."""
        return getCvType(encoding)

    def encoding_to_dtype_with_channels(self, encoding: str) -> tuple[str, int]:
        """NumPy's element type and the channels of an encoding."""
        found = encoding_of(encoding)
        return found.dtype, found.channels

    def imgmsg_to_cv2(self, img_msg: Image, desired_encoding: str = "passthrough") -> Array:
        """The image of a message, (H, W) or (H, W, C).

        With "passthrough" and the byte order of this machine it is a view of the message's data,
        without a copy.

        Args:
            img_msg: sensor_msgs/Image.
            desired_encoding: An encoding, or "passthrough" for that of the message.

        Raises:
            CvBridgeError: If the message is malformed or there is no such conversion.
        """
        image = unpacked(img_msg)
        if desired_encoding == "passthrough":
            return image
        return cvtColor2(image, img_msg.encoding, desired_encoding)

    def cv2_to_imgmsg(
        self, cvim: Array, encoding: str = "passthrough", header: Any = None
    ) -> Image:
        """The message of an image.

        Args:
            cvim: (H, W) or (H, W, C).
            encoding: Its encoding, or "passthrough" for OpenCV's name of its type.
            header: Stamp and frame.

        Raises:
            TypeError: If it is no array.
            CvBridgeError: If the encoding is not one of such an array.
        """
        check_array(cvim)
        channels = 1 if cvim.ndim < 3 else cvim.shape[2]
        name = self.dtype_with_channels_to_cvtype2(cvim.dtype, channels)
        if encoding != "passthrough" and encoding_of(encoding).cv_name != name:
            what = f"encoding specified as {encoding}, but image has incompatible type {name}"
            raise CvBridgeError(what)
        message = Image(
            height=cvim.shape[0],
            width=cvim.shape[1],
            encoding=name if encoding == "passthrough" else encoding,
            is_bigendian=int(is_big_endian(cvim.dtype)),
            step=cvim.shape[1] * channels * cvim.dtype.itemsize,
        )
        if header is not None:
            message.header = header
        message.data = bytes_of(cvim)
        return message

    def compressed_imgmsg_to_cv2(
        self, cmprs_img_msg: CompressedImage, desired_encoding: str = "passthrough"
    ) -> Array:
        """The image of a compressed message, (H, W) or (H, W, C).

        Args:
            cmprs_img_msg: sensor_msgs/CompressedImage.
            desired_encoding: An encoding, or "passthrough" for what the file holds.

        Raises:
            CvBridgeError: If it cannot be decoded or there is no such conversion.
        """
        data = np.frombuffer(cmprs_img_msg.data, dtype=np.uint8)
        try:
            image = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if data.size else None
        except cv2.error as error:
            raise CvBridgeError(f"the compressed image cannot be decoded: {error}") from None
        if image is None:
            raise CvBridgeError(
                f"the compressed image of format '{cmprs_img_msg.format}' and {data.size} bytes "
                "cannot be decoded"
            )
        if desired_encoding == "passthrough":
            return image
        family = _BY_CHANNELS[1 if image.ndim < 3 else image.shape[2]]
        return cvtColor2(image, f"{family}{8 * image.itemsize}", desired_encoding)

    def cv2_to_compressed_imgmsg(self, cvim: Array, dst_format: str = "jpg") -> CompressedImage:
        """The compressed message of an image.

        Args:
            cvim: (H, W) or (H, W, 3) in blue, green, red.
            dst_format: Ending of the file that OpenCV would write, as "jpg" or "png".

        Raises:
            TypeError: If it is no array.
            CvBridgeError: If OpenCV cannot write such an image in this format.
        """
        check_array(cvim)
        try:
            is_done, encoded = cv2.imencode(f".{dst_format}", cvim)
        except cv2.error as error:
            is_done, reason = False, str(error)
        else:
            reason = "OpenCV gives no reason"
        if not is_done:
            raise CvBridgeError(
                f"an image of shape {cvim.shape} and {cvim.dtype} cannot be written as "
                f"'{dst_format}': {reason}"
            )
        message = CompressedImage(format=dst_format)
        message.data = bytes_of(encoded)
        return message
