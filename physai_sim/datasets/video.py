"""Video files, written frame by frame."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import MachineError
from physai_sim.datasets import h264


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
            raise self._failure(error) from None
        self._stream = h264.add_stream(
            self._file,
            hz=hz,
            size_px=size_px,
            pixel_format="yuv420p",
            options={"crf": "23", "preset": "veryfast"},
        )
        self._closed, self._frames = False, 0

    def write(self, frame: NDArray[np.uint8]) -> None:
        """Add a frame, RGB, shape (H, W, 3)."""
        self._mux(h264.picture(frame, "yuv420p"))
        self._frames += 1

    def _mux(self, picture: av.VideoFrame | None) -> None:
        try:
            self._file.mux(self._stream.encode(picture))
        except OSError as error:
            raise self._failure(error) from None

    def _failure(self, error: OSError) -> MachineError:
        return MachineError(f"cannot write a video: {error.strerror}", where=str(self._path))

    def close(self) -> None:
        """Finish the file and give it its name; a second call does nothing.

        Without a frame there is no video, and no file.

        Raises:
            MachineError: If it cannot be written; no file is left then.
        """
        if self._closed:
            return
        if not self._frames:
            self.discard()
            return
        try:
            self._mux(None)
            self._file.close()
            os.replace(self._part, self._path)
        except OSError as error:
            raise self._failure(error) from None
        finally:
            self.discard()

    def discard(self) -> None:
        """Leave no file behind."""
        if not self._closed:
            self._closed = True
            with suppress(OSError):
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
