"""Reads a video file whole: every frame, at a rate that is a whole number of hertz.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import DatasetError
from physai_sim.generation.physics.clips.limits import check_bytes, check_size

# A stamp may be off by this share of a frame: containers that count milliseconds round them.
OFF_GRID = Fraction(1, 4)


def read_video(path: Path, *, limit_bytes: int) -> tuple[NDArray[np.uint8], int]:
    """Frames, RGB, shape (T, H, W, 3), and their rate [Hz].

    Raises:
        DatasetError: If it is no video, is damaged or cut off, or has a rate that changes or is no
            whole number.
    """
    try:
        with av.open(str(path), options={"protocol_whitelist": "file"}) as file:
            if not file.streams.video:
                raise DatasetError("no video is in it", where=str(path))
            return _decoded(path, file, limit_bytes)
    except (av.FFmpegError, OSError) as error:
        what = f"no video that can be read: {error.strerror or type(error).__name__}"
        raise DatasetError(what, where=str(path)) from None


def _decoded(
    path: Path, file: av.container.InputContainer, limit_bytes: int
) -> tuple[NDArray[np.uint8], int]:
    stream = file.streams.video[0]
    hz, told = _rate(path, stream), stream.frames
    stream.codec_context.options = {"err_detect": "explode"}
    frames: list[NDArray[np.uint8]] = []
    start: Fraction | None = None
    for picture in file.decode(stream):
        check_size(path, (picture.width, picture.height))
        if picture.is_corrupt:
            raise DatasetError("a frame is damaged", where=str(path), got=f"frame {len(frames)}")
        at = _stamp(path, picture)
        start = at if start is None else start
        _check_grid(path, (at - start) * hz, len(frames))
        frames.append(np.asarray(picture.to_ndarray(format="rgb24"), dtype=np.uint8))
        check_bytes(path, max(len(frames), told) * frames[0].nbytes, limit_bytes)
    _check_whole(path, frames, told)
    return np.stack(frames), hz


def _rate(path: Path, stream: av.VideoStream) -> int:
    rate = stream.average_rate
    if rate is None or rate <= 0 or rate.denominator != 1:
        got = None if rate is None else str(rate)
        expected = "a whole number of frames per second, always the same"
        raise DatasetError(
            "a rate that cannot be followed", where=str(path), got=got, expected=expected
        )
    return rate.numerator


def _stamp(path: Path, picture: av.VideoFrame) -> Fraction:
    if picture.pts is None or picture.time_base is None:
        raise DatasetError("a frame has no stamp", where=str(path))
    return picture.pts * picture.time_base


def _check_grid(path: Path, place: Fraction, index: int) -> None:
    if abs(place - index) > OFF_GRID:
        raise DatasetError(
            "frames are not evenly spaced in time",
            where=str(path),
            got=f"frame {index} at the place of frame {float(place):.2f}",
            expected="a constant rate",
        )


def _check_whole(path: Path, frames: list[NDArray[np.uint8]], told: int) -> None:
    if not frames:
        raise DatasetError("no frame is in it", where=str(path))
    if told and told != len(frames):
        expected = f"the {told} frames that it says it has"
        raise DatasetError(
            "the video is cut off", where=str(path), got=len(frames), expected=expected
        )
    if len({frame.shape for frame in frames}) > 1:
        raise DatasetError("the size of the picture changes", where=str(path))
