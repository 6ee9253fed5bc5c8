"""Encoders of libav, one for each codec, and by which option their quality is set."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from io import BytesIO
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from physai_sim.datasets import h264
from physai_sim.generation.physics.coding.priority import usual_priority

Frames = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Encoder:
    """How one codec is encoded.

    Args:
        name: As libav names the encoder.
        quality: Options that take the quantiser.
        best: Least quantiser that is asked for.
        worst: Greatest.
        options: All others: fast ones, of one thread, so that the same film gives the same bytes.
    """

    name: str
    quality: tuple[str, ...]
    best: int
    worst: int
    options: Mapping[str, str] = field(default_factory=dict)


_SCALE = ("qmin", "qmax")
# By the codec's name in files.
ENCODERS = {
    "h264": Encoder("libx264", ("crf",), 1, 51, {"preset": "veryfast"}),
    "hevc": Encoder(
        "libx265", ("crf",), 1, 51,
        {"preset": "veryfast", "x265-params": "log-level=none:pools=none:frame-threads=1"},
    ),
    "vp9": Encoder("libvpx-vp9", ("crf",), 1, 63, {"b": "0", "deadline": "good", "cpu-used": "5"}),
    "av1": Encoder("libsvtav1", ("crf",), 1, 63, {"preset": "9"}),
    "mpeg4": Encoder("mpeg4", _SCALE, 1, 31),
    "mpeg2video": Encoder("mpeg2video", _SCALE, 1, 31),
    "mjpeg": Encoder("mjpeg", _SCALE, 1, 31),
}  # fmt: skip


def encoded(
    frames: Frames, encoder: Encoder, quantiser: int, *, hz: int, pixel_format: str
) -> BytesIO:
    """A file in memory.

    Args:
        frames: RGB, shape (T, H, W, 3).
        encoder: Which.
        quantiser: From `best` to `worst`.
        hz: Frames per second.
        pixel_format: One that the encoder takes.

    Raises:
        av.FFmpegError: If this libav has no such encoder, or it does not take such pictures.
    """
    os.environ.setdefault("SVT_LOG", "1")  # SVT-AV1 writes its settings to stderr else
    data = BytesIO()
    with av.open(data, "w", format="matroska") as file:
        stream = _stream(file, frames, encoder, quantiser, hz=hz, pixel_format=pixel_format)
        with usual_priority():
            stream.codec_context.open()
        for frame in frames:
            file.mux(stream.encode(_picture(frame, pixel_format)))
        file.mux(stream.encode(None))
    data.seek(0)
    return data


def _stream(
    file: av.container.OutputContainer,
    frames: Frames,
    encoder: Encoder,
    quantiser: int,
    *,
    hz: int,
    pixel_format: str,
) -> VideoStream:
    quality = dict.fromkeys(encoder.quality, str(quantiser))
    options = {**encoder.options, **quality}
    size = frames.shape[2], frames.shape[1]
    if encoder.name == "libx264":  # as the project's own videos are: most clips are of them
        own = cast(h264.PixelFormat, pixel_format)
        return h264.add_stream(file, hz=hz, size_px=size, pixel_format=own, options=options)
    stream = cast(VideoStream, file.add_stream(encoder.name, rate=Fraction(hz), options=options))
    stream.width, stream.height = size
    stream.pix_fmt = pixel_format
    stream.codec_context.thread_count = 1
    return stream


def _picture(frame: NDArray[np.uint8], pixel_format: str) -> av.VideoFrame:
    """4:2:0 and 4:4:4 are made as the project's own videos are; others by libav."""
    is_even = not (frame.shape[0] % 2 or frame.shape[1] % 2)
    if pixel_format == "yuv444p" or (pixel_format == "yuv420p" and is_even):
        return h264.picture(frame, cast(h264.PixelFormat, pixel_format))
    return av.VideoFrame.from_ndarray(frame, format="rgb24").reformat(format=pixel_format)
