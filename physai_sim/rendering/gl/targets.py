"""What is drawn into, and how it is read back: one picture or a sheet of tiles.

Legend: H x W rows x columns of the target.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import RenderError
from physai_sim.rendering.gl.context import context, rest

MAX_SHEET_PX = 8192
# No shader writes this depth or flow, -6e18 m; where it is still there, nothing was read.
UNREAD = 0xDEADBEEF


class Target:
    """A framebuffer of texels of some words, with depth.

    Args:
        width_px: Columns.
        height_px: Rows.
        words: Of each texel, 2 or 4; two are drawn in half the time.
    """

    def __init__(self, width_px: int, height_px: int, words: int) -> None:
        made = context()
        self.size = (width_px, height_px)
        self._words = words
        self._texels = made.renderbuffer(self.size, words, dtype="u4")
        # Kept, since the pages of a fresh one would cost more than the reading.
        self._read = np.empty((height_px, width_px, words), dtype=np.uint32)
        self._depth = made.depth_renderbuffer(self.size)
        self._framebuffer = made.framebuffer([self._texels], self._depth)

    def use(self, *, clear: bool = True) -> None:
        """Draw here from now on; a cleared target is far away everywhere.

        Texels need no clearing: the sky covers what nothing else does.
        """
        if clear:
            self._framebuffer.viewport = (0, 0, *self.size)
            self._framebuffer.color_mask = (False, False, False, False)
            self._framebuffer.clear(depth=1.0)
            self._framebuffer.color_mask = (True, True, True, True)
        self._framebuffer.use()

    def viewport(self, tile: tuple[int, int, int, int]) -> None:
        """Draw into a part: first column, first row, columns, rows."""
        self._framebuffer.viewport = tile

    def read(self) -> NDArray[np.uint32]:
        """All texels, shape (H, W, words); the next reading writes over them.

        Raises:
            RenderError: If the driver gives nothing: a lost context must not pass for a picture.
        """
        result = self._read
        result[-1, -1] = UNREAD
        self._framebuffer.read_into(result, components=self._words, dtype="u4")
        if result[-1, -1, 1] == UNREAD:
            raise RenderError("the graphics driver gave no picture", expected="renderer: tiny")
        return result

    def release(self) -> None:
        """Free it."""
        rest()
        for part in (self._framebuffer, self._depth, self._texels):
            part.release()


class TargetPool:
    """Targets by size and words; those that were not used for long are freed."""

    KEPT = 8

    def __init__(self) -> None:
        self._targets: dict[tuple[int, int, int], Target] = {}

    def get(self, size: tuple[int, int], words: int) -> Target:
        """A target of this size, (columns, rows)."""
        key = (*size, words)
        target = self._targets.pop(key, None) or Target(*key)
        self._targets[key] = target  # the newest is last
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
