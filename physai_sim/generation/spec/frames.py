"""Sizes and numbers of frames that learned video models were trained for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from physai_sim.core.errors import ConfigError

Resolution = Literal["256", "480", "720"]
AspectRatio = Literal["16,9", "4,3", "1,1", "3,4", "9,16"]
# Columns and rows. Source: Cosmos 3, generation settings; all are multiples of 16 pixels.
_WIDE: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "256": {"16,9": (320, 192), "4,3": (320, 256), "1,1": (256, 256)},
    "480": {"16,9": (832, 480), "4,3": (736, 544), "1,1": (640, 640)},
    "720": {"16,9": (1280, 720), "4,3": (1104, 832), "1,1": (960, 960)},
}
MOST_FRAMES: Mapping[str, int] = {"256": 400, "480": 300, "720": 200}
LEAST_FRAMES = 5
# The autoencoder of video takes one frame, then groups of four.
GROUP = 4


def size_of(resolution: str, aspect_ratio: str) -> tuple[int, int]:
    """Columns and rows of a tier [px]."""
    tier = _WIDE[resolution]
    if aspect_ratio in tier:
        return tier[aspect_ratio]
    width, height = tier[",".join(reversed(aspect_ratio.split(",")))]
    return (height, width)


def check_learned(count: int, resolution: str, *, where: str) -> None:
    """Refuse a number of frames that no learned model makes in one go.

    Raises:
        ConfigError: If it is not 4 k + 1, or outside of what the tier allows.
    """
    if count % GROUP != 1:
        below = count - (count - 1) % GROUP
        what, expected = "frames come in 4 k + 1", f"{max(below, 1)} or {below + GROUP}"
        raise ConfigError(what, where=where, got=count, expected=expected)
    most = MOST_FRAMES[resolution]
    if not LEAST_FRAMES <= count <= most:
        what = f"wrong number of frames for resolution {resolution!r}"
        raise ConfigError(what, where=where, got=count, expected=f"{LEAST_FRAMES} to {most}")
