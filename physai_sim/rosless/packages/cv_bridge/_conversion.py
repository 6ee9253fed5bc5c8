"""Conversion of images between encodings.

Source: docs.ros.org, package cv_bridge: colours convert through OpenCV, 8 and 16 bits scale their
full ranges onto each other, and types without a colour keep their channels.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cv_bridge._encodings import Encoding, cv_type, encoding_of
from cv_bridge._errors import CvBridgeError

Image = NDArray[Any]
_SCALES = {("8U", "16U"): 65535.0 / 255.0, ("16U", "8U"): 255.0 / 65535.0}


def getCvType(encoding: str) -> int:  # noqa: N802 - cv_bridge's name
    """OpenCV's number of the type of an encoding; raises CvBridgeError if it is not known."""
    found = encoding_of(encoding)
    return cv_type(found.depth, found.channels)


def cvtColor2(image: Image, source: str, target: str) -> Image:  # noqa: N802 - cv_bridge's name
    """An image of one encoding in another, as a new array.

    Args:
        image: (H, W) or (H, W, C).
        source: Its encoding.
        target: The wanted encoding; empty for the same.

    Raises:
        CvBridgeError: If there is no such conversion.
    """
    if not target or target == source:
        return np.array(image)
    start, end = encoding_of(source), encoding_of(target)
    code = _code((source, start), (target, end))
    if code is None and start.depth == end.depth:
        return np.array(image)
    if code is not None:
        image = _coloured(image, code, source, target)
    return image if start.depth == end.depth else _scaled(image, start, end)


def _code(start: tuple[str, Encoding], end: tuple[str, Encoding]) -> int | None:
    """OpenCV's number of the conversion of colours; None if the channels stay as they are."""
    (source, first), (target, last) = start, end
    if first.colour is None and last.colour is not None:
        what = f"[{source}] is not a color format. but [{target}] is."
        raise CvBridgeError(f"{what} The conversion does not make sense")
    if first.colour is None or last.colour is None:
        if first.channels == last.channels:
            return None
        if first.colour is None:
            what = f"[{source}] and [{target}] do not have the same number of channel"
            raise CvBridgeError(what)
        what = f"[{source}] is a color format but [{target}] is not so they must have the same"
        raise CvBridgeError(f"{what} OpenCV type, CV_8UC3, CV16UC1 ....")
    if first.colour == last.colour:
        return None
    is_yuv = first.colour in {"UYVY", "YUY2"}
    name = f"YUV2{last.colour}_{first.colour}" if is_yuv else f"{first.colour}2{last.colour}"
    code = getattr(cv2, f"COLOR_{name}", None)
    if code is None or _is_raw(last.colour) or (_is_bayer(first) and last.channels == 4):
        raise CvBridgeError(f"Unsupported conversion from [{source}] to [{target}]")
    return int(code)


def _is_raw(colour: str) -> bool:
    """Nothing is converted into mosaics and YUV."""
    return colour.startswith("Bayer") or colour in {"UYVY", "YUY2"}


def _is_bayer(encoding: Encoding) -> bool:
    return encoding.colour is not None and encoding.colour.startswith("Bayer")


def _coloured(image: Image, code: int, source: str, target: str) -> Image:
    try:
        return cv2.cvtColor(image, code)
    except cv2.error as error:
        raise CvBridgeError(
            f"OpenCV cannot convert an image of shape {image.shape} and {image.dtype} from "
            f"[{source}] to [{target}]: {error}"
        ) from None


def _scaled(image: Image, start: Encoding, end: Encoding) -> Image:
    scale = _SCALES.get((start.depth, end.depth))
    kind = np.dtype(end.dtype)
    if kind.kind == "f":
        return image.astype(kind)
    values = image * scale if scale is not None else image
    if values.dtype.kind == "f":
        values = np.rint(values)
    limits = np.iinfo(kind)
    return np.clip(values, limits.min, limits.max).astype(kind)
