"""Pixels <-> the bytes of a message.

Legend: H x W image rows x columns of C channels.
"""

from __future__ import annotations

import array
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sensor_msgs.msg import Image

from cv_bridge._encodings import encoding_of
from cv_bridge._errors import CvBridgeError

Array = NDArray[Any]
_IS_BIG_ENDIAN = sys.byteorder == "big"


def unpacked(message: Image) -> Array:
    """The pixels of a message, (H, W) or (H, W, C), in the byte order of this machine.

    Raises:
        CvBridgeError: If its data is shorter than it says.
    """
    encoding = encoding_of(message.encoding)
    kind = np.dtype(encoding.dtype).newbyteorder(">" if message.is_bigendian else "<")
    pixel = kind.itemsize * encoding.channels
    if message.step < message.width * pixel or len(message.data) < message.height * message.step:
        raise CvBridgeError(
            f"Image is wrongly formed: {message.height} rows of {message.width} pixels of {pixel} "
            f"bytes do not fit into steps of {message.step} bytes and {len(message.data)} bytes"
        )
    shape = (message.height, message.width, encoding.channels)
    strides = (message.step, pixel, kind.itemsize)
    image: Array = np.ndarray(shape, kind, buffer=message.data, strides=strides)
    if encoding.channels == 1:
        image = image[:, :, 0]
    native = image.astype(kind.newbyteorder("="), copy=False)
    return np.ascontiguousarray(native)


def is_big_endian(kind: np.dtype[Any]) -> bool:
    """Whether the most significant byte comes first."""
    return kind.byteorder == ">" or (kind.byteorder == "=" and _IS_BIG_ENDIAN)


def bytes_of(values: Array) -> array.array[int]:
    """The bytes of an array as a message takes them, copied once."""
    data = array.array("B")
    if values.size:
        data.frombytes(np.ascontiguousarray(values).reshape(-1).view(np.uint8).data)
    return data


def check_array(image: Any) -> None:
    """Raise TypeError for what is no NumPy array."""
    if not isinstance(image, np.ndarray | np.generic):
        what = f"Your input type is not a numpy array, but {type(image).__name__}"
        raise TypeError(what)
