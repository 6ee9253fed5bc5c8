"""H.264 as all videos here are coded: equal frames give equal files, to the byte."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

PixelFormat = Literal["yuv420p", "yuv444p"]

# One thread, and no looking ahead: x264's look-ahead with its macroblock tree decides by memory
# that it never wrote, so that it gives one of several files, by what that memory held before.
_STEADY = "bframes=0:mbtree=0:rc-lookahead=0"


def _bt601() -> NDArray[np.float64]:
    """(R, G, B, 1) to (Y, Cb, Cr) in limited range, shape (3, 4).

    Source: ITU-R BT.601-7, sections 2.5.1 to 2.5.3; what decoders assume of untagged video.
    """
    red, blue = 0.299, 0.114
    luma = np.array([red, 1 - red - blue, blue])
    chroma = [(np.eye(3)[i] - luma) / (2 * (1 - luma[i])) for i in (2, 0)]
    scaled = np.vstack([219 * luma, 224 * chroma[0], 224 * chroma[1]]) / 255
    return np.column_stack([scaled, [16, 128, 128]])


_TO_YUV = _bt601()


def pixel_format(size: tuple[int, int]) -> PixelFormat:
    """Subsampled colour where (height, width) allow it: both even."""
    return "yuv444p" if size[0] % 2 or size[1] % 2 else "yuv420p"


def add_stream(
    file: OutputContainer,
    *,
    hz: int,
    size_px: tuple[int, int],
    pixel_format: PixelFormat,
    options: Mapping[str, str],
) -> VideoStream:
    """Open a stream in a file.

    Args:
        file: Where.
        hz: Frames per second; a frame's stamp counts in 1 / hz.
        size_px: Width and height.
        pixel_format: As of its pictures.
        options: Of the encoder, beside those that make it steady.
    """
    stream = file.add_stream(
        "libx264", rate=Fraction(hz), options={**options, "x264-params": _STEADY}
    )
    stream.width, stream.height = size_px
    stream.pix_fmt = pixel_format
    stream.codec_context.time_base = Fraction(1, hz)
    stream.codec_context.thread_count = 1
    return stream


def picture(frame: NDArray[np.uint8], pixel_format: PixelFormat) -> av.VideoFrame:
    """A frame as the encoder takes it, each number to within one.

    Args:
        frame: RGB, shape (H, W, 3); both sides even for "yuv420p".
        pixel_format: "yuv420p" has one colour for four pixels: their mean.
    """
    yuv = cv2.transform(frame, _TO_YUV)
    if pixel_format == "yuv444p":
        return av.VideoFrame.from_ndarray(np.ascontiguousarray(yuv.transpose(2, 0, 1)), "yuv444p")
    height, width = frame.shape[:2]
    mean = cv2.resize(yuv, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    planes = (yuv[..., 0], mean[..., 1], mean[..., 2])
    flat = np.concatenate([plane.ravel() for plane in planes])
    return av.VideoFrame.from_ndarray(flat.reshape(height * 3 // 2, width), "yuv420p")
