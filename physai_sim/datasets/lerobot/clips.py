"""Video clips: one per episode and camera while recording, joined without coding them anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import DatasetError, MachineError
from physai_sim.datasets import h264

# Every second frame is a key frame, as in lerobot's own videos: a frame is found at once. Without
# B-frames coding order is showing order, so stamps are exact and clips can be joined.
_OPTIONS = {"crf": "18", "preset": "veryfast", "g": "2"}


class ClipWriter:
    """One camera's frames of one episode as H.264; frame i has the stamp i / fps exactly.

    Args:
        path: The file, which must not exist.
        fps: Frames per second.
        size: (height, width) [px].

    Raises:
        MachineError: If it cannot be written.
    """

    def __init__(self, path: Path, *, fps: int, size: tuple[int, int]) -> None:
        self._path, self._count, self._fps = path, 0, fps
        try:
            self._file = av.open(str(path), "w", format="mp4")
        except OSError as error:
            raise _failure(path, error) from None
        self._format = h264.pixel_format(size)
        self._stream = h264.add_stream(
            self._file,
            hz=fps,
            size_px=(size[1], size[0]),
            pixel_format=self._format,
            options=_OPTIONS,
        )

    def write(self, frame: NDArray[np.uint8]) -> None:
        """Add a frame, RGB, shape (H, W, 3)."""
        picture = h264.picture(frame, self._format)
        picture.pts, picture.time_base = self._count, Fraction(1, self._fps)
        self._count += 1
        self._mux(picture)

    def close(self) -> None:
        """Finish the file."""
        self._mux(None)
        try:
            self._file.close()
        except OSError as error:
            raise _failure(self._path, error) from None

    def _mux(self, picture: av.VideoFrame | None) -> None:
        try:
            self._file.mux(self._stream.encode(picture))
        except OSError as error:
            raise _failure(self._path, error) from None


def join(clips: list[tuple[Path, int, int]], target: Path, *, fps: int) -> None:
    """Put frames of clips into one file, one after the other, as they are coded.

    Args:
        clips: (file, first frame, number of frames); the first must be a key frame.
        target: The file to write.
        fps: Frames per second; frame i of the file gets the stamp i / fps exactly.

    Raises:
        MachineError: If it cannot be written.
        DatasetError: If a clip has too few frames.
    """
    with _read(clips[0][0]) as first, _written(target) as out:
        stream = out.add_stream_from_template(first.streams.video[0])
        count = 0
        for path, start, length in clips:
            for packet in _packets(path, start, length, fps=fps):
                packet.stream, packet.time_base = stream, Fraction(1, fps)
                packet.pts = packet.dts = count
                packet.duration = 1
                count += 1
                out.mux(packet)


def coding_of(path: Path) -> bytes:
    """The parameter sets of a clip; only clips with equal ones can be joined."""
    with _read(path) as file:
        return bytes(file.streams.video[0].codec_context.extradata or b"")


def frame_count(path: Path) -> int:
    """How many frames a file says that it has.

    Raises:
        DatasetError: If it is missing, cut off or no video.
    """
    with _read(path) as file:
        return file.streams.video[0].frames


def frames(path: Path, *, start: int, count: int, fps: int) -> Iterator[NDArray[np.uint8]]:
    """Decode frames by their stamps, RGB, each of shape (H, W, 3).

    Raises:
        DatasetError: If the file has not all of them, or a stamp is not i / fps.
    """
    wanted = start
    with _read(path) as file:
        stream = file.streams.video[0]
        base = stream.time_base or Fraction(1, fps)
        file.seek(int(Fraction(start, fps) / base), stream=stream, backward=True)
        for picture in file.decode(stream):
            index = Fraction(picture.pts or 0) * base * fps
            if index < wanted:
                continue
            if index != wanted or wanted >= start + count:
                break
            yield np.asarray(picture.to_ndarray(format="rgb24"), dtype=np.uint8)
            wanted += 1
    if wanted != start + count:
        raise DatasetError("a video frame is missing", where=str(path), got=wanted)


def _packets(path: Path, start: int, length: int, *, fps: int) -> Iterator[av.Packet[Any]]:
    found = 0
    with _read(path) as file:
        stream = file.streams.video[0]
        base = stream.time_base or Fraction(1, fps)
        file.seek(int(Fraction(start, fps) / base), stream=stream, backward=True)
        for packet in file.demux(stream):
            if packet.pts is None:  # the end of the file
                continue
            index = packet.pts * base * fps
            if start <= index < start + length:
                found += 1
                yield packet
            elif index >= start + length:
                break
    if found != length:
        raise DatasetError("a video clip is cut off", where=str(path), got=found)


@contextmanager
def _read(path: Path) -> Iterator[av.container.InputContainer]:
    """A file open for reading; whatever is wrong with it becomes an error in one line."""
    try:
        with av.open(str(path)) as file:
            if not file.streams.video:
                raise DatasetError("no video is in it", where=str(path))
            yield file
    except av.FFmpegError as error:
        raise DatasetError(f"cannot be read: {error.strerror}", where=str(path)) from None


@contextmanager
def _written(path: Path) -> Iterator[av.container.OutputContainer]:
    """A file open for writing; a full disk becomes an error in one line, at its end as well."""
    try:
        with av.open(str(path), "w", format="mp4") as file:
            yield file
    except OSError as error:
        raise _failure(path, error) from None


def _failure(path: Path, error: OSError) -> MachineError:
    return MachineError(f"cannot write a video: {error.strerror}", where=str(path))
