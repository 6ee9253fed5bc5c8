"""Video files, written frame by frame."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import MachineError


class VideoWriter:
    """An H.264 video that any browser plays; it gets its name when it is whole.

    Args:
        path: Where it will be; a file of that name is replaced.
        hz: Frames per second.
        size_px: Width and height, both even.

    Raises:
        MachineError: If it cannot be written.
    """

    def __init__(self, path: Path, *, hz: int, size_px: tuple[int, int]) -> None:
        self._path, self._part = path, path.with_name(f".{path.name}.part")
        try:
            self._file = av.open(str(self._part), "w", format="mp4")
        except OSError as error:
            raise MachineError(
                f"cannot write a video: {error.strerror}", where=str(path)
            ) from None
        self._stream = self._file.add_stream("libx264", rate=Fraction(hz))
        self._stream.width, self._stream.height = size_px
        self._stream.pix_fmt = "yuv420p"
        # One thread: the same frames give the same file.
        self._stream.codec_context.thread_count = 1
        self._stream.options = {"crf": "23", "preset": "veryfast"}
        self._closed = False

    def write(self, frame: NDArray[np.uint8]) -> None:
        """Add a frame, RGB, shape (H, W, 3)."""
        picture = av.VideoFrame.from_ndarray(frame, format="rgb24")
        self._mux(picture)

    def _mux(self, picture: av.VideoFrame | None) -> None:
        try:
            self._file.mux(self._stream.encode(picture))
        except OSError as error:
            raise MachineError(
                f"cannot write a video: {error.strerror}", where=str(self._path)
            ) from None

    def close(self) -> None:
        """Finish the file and give it its name; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            self._mux(None)
        finally:
            self._file.close()
        os.replace(self._part, self._path)

    def discard(self) -> None:
        """Leave no file behind."""
        if not self._closed:
            self._closed = True
            self._file.close()
        self._part.unlink(missing_ok=True)

    def __enter__(self) -> VideoWriter:
        """The writer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the file; one that cannot be written is discarded."""
        if kind is not None and issubclass(kind, MachineError):
            self.discard()
        else:
            self.close()
