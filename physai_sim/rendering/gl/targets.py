"""What is drawn into, and how it is read back: one picture or a sheet of tiles.

Legend: H x W rows x columns of the target.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.rendering.gl.context import context

MAX_SHEET_PX = 8192
# Components and number format of each stream, in moderngl's words, and as NumPy reads them.
FORMATS: dict[str, tuple[int, str, type[np.generic]]] = {
    "rgb": (4, "f1", np.uint8),
    "depth": (1, "f4", np.float32),
    "segmentation": (1, "i4", np.int32),
    "normals": (4, "f4", np.float32),
    "flow": (2, "f4", np.float32),
}


class Target:
    """A framebuffer with one attachment for each stream.

    Args:
        width_px: Columns.
        height_px: Rows.
        streams: What is drawn, in the order of `FORMATS`.
    """

    def __init__(self, width_px: int, height_px: int, streams: tuple[str, ...]) -> None:
        made = context()
        self.size = (width_px, height_px)
        self._streams = streams
        self._layers = {
            stream: made.texture(self.size, FORMATS[stream][0], dtype=FORMATS[stream][1])
            for stream in streams
        }
        self._depth = made.depth_renderbuffer(self.size)
        mask = (True,) * 4 if len(streams) == 1 else ((True,) * 4,) * len(streams)
        self._open, self._closed = mask, np.logical_not(mask).tolist()
        self._framebuffer = made.framebuffer(list(self._layers.values()), self._depth)

    def use(self, *, clear: bool = True) -> None:
        """Draw here from now on; a cleared target is open and far away everywhere."""
        self._framebuffer.use()
        if clear:  # colours need none: the sky covers what nothing else does
            self._framebuffer.viewport = (0, 0, *self.size)
            self._framebuffer.color_mask = self._closed
            self._framebuffer.clear(depth=1.0)
            self._framebuffer.color_mask = self._open

    def viewport(self, tile: tuple[int, int, int, int]) -> None:
        """Draw into a part: first column, first row, columns, rows."""
        self._framebuffer.viewport = tile

    def read(self, stream: str) -> NDArray[Any]:
        """A stream as a fresh array, shape (H, W) or (H, W, C)."""
        components, kind, number = FORMATS[stream]
        width, height = self.size
        result = np.empty((height, width, components), dtype=number)
        self._framebuffer.read_into(
            result,
            components=components,
            attachment=self._streams.index(stream),
            dtype=kind,
            alignment=1,
        )
        return result[..., 0] if components == 1 else result

    def release(self) -> None:
        """Free it."""
        self._framebuffer.release()
        self._depth.release()
        for layer in self._layers.values():
            layer.release()


class TargetPool:
    """Targets by size and streams; those that were not used for long are freed."""

    KEPT = 8

    def __init__(self) -> None:
        self._targets: dict[tuple[tuple[int, int], tuple[str, ...]], Target] = {}

    def get(self, size: tuple[int, int], streams: tuple[str, ...]) -> Target:
        """A target of this size, (columns, rows), for these streams."""
        target = self._targets.pop((size, streams), None) or Target(*size, streams)
        self._targets[size, streams] = target  # the newest is last
        if len(self._targets) > self.KEPT:
            self._targets.pop(next(iter(self._targets))).release()
        return target

    def release(self) -> None:
        """Free all."""
        for target in self._targets.values():
            target.release()
        self._targets.clear()


def sheet(count: int, size: tuple[int, int]) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """Corners of pictures of one size in a sheet, and the size of the sheet [px]."""
    width, height = size
    across = max(1, min(count, MAX_SHEET_PX // width, math.ceil(math.sqrt(count))))
    corners = [(k % across * width, k // across * height) for k in range(count)]
    return corners, (across * width, -(-count // across) * height)
