"""Turns frames into the patches that Qwen3-VL takes a video as, with NumPy and OpenCV alone.

The processor that transformers has for this needs torchvision, of which there is not one build for
each build of torch; what it does is small.

Legend: T frames, H x W image rows x columns, P patches of them in time and space.
Source: the preprocessing of Qwen3-VL as transformers documents it: frames in pairs, patches in
squares of 2 x 2, colours from -1 to 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

FPS = 4  # frames that are looked at per second; Cosmos-Reason2's model card
MOST_FRAMES = 768
LEAST_TOKENS, MOST_TOKENS = 256, 8192  # of one video; the same source


@dataclass(frozen=True, slots=True)
class PatchShape:
    """How a checkpoint cuts videos.

    Args:
        patch_px: Side of a patch [px].
        merge: Patches along a side of the square that becomes one token.
        pair: Frames that are taken together.
        mean: What is subtracted from colours in [0, 1].
        std: What they are then divided by.
    """

    patch_px: int = 16
    merge: int = 2
    pair: int = 2
    mean: tuple[float, ...] = (0.5, 0.5, 0.5)
    std: tuple[float, ...] = (0.5, 0.5, 0.5)


@dataclass(frozen=True, slots=True, eq=False)
class VideoPatches:
    """A video as the model takes it.

    Args:
        values: Shape (P, 3 * pair * patch_px * patch_px).
        grid: Pairs of frames, rows and columns of patches; their product is P.
        times_s: Middle of each pair [s].
    """

    values: NDArray[np.float32]
    grid: tuple[int, int, int]
    times_s: tuple[float, ...]


def chosen_frames(count: int, hz: int) -> NDArray[np.int64]:
    """Which frames are looked at: `FPS` per second, from the first on, at most `MOST_FRAMES`."""
    wanted = min(max(2, count * FPS // hz), count, MOST_FRAMES)
    return np.asarray(np.linspace(0, count - 1, wanted).round(), dtype=np.int64)


def video_patches(frames: NDArray[np.uint8], hz: int, shape: PatchShape) -> VideoPatches:
    """Cut a video into patches.

    Args:
        frames: RGB, shape (T, H, W, 3) with T >= 1.
        hz: Frames per second.
        shape: How.
    """
    chosen = chosen_frames(len(frames), hz)
    if left := -len(chosen) % shape.pair:
        chosen = np.concatenate([chosen, np.repeat(chosen[-1], left)])
    pairs = len(chosen) // shape.pair
    rows, columns = fitted(frames.shape[1:3], pairs, unit_px=shape.patch_px * shape.merge)
    pictures = np.stack([_resized(frames[k], rows, columns) for k in chosen])
    mean, std = (np.asarray(v, dtype=np.float32) for v in (shape.mean, shape.std))
    coloured = (pictures.astype(np.float32) / np.float32(255.0) - mean) / std
    times = (chosen / hz).reshape(pairs, shape.pair)[:, [0, -1]].mean(axis=1)
    grid = (pairs, rows // shape.patch_px, columns // shape.patch_px)
    return VideoPatches(_cut(coloured, grid, shape), grid, tuple(times.tolist()))


def fitted(size: tuple[int, ...], pairs: int, *, unit_px: int) -> tuple[int, int]:
    """Rows and columns to which frames are scaled, whole tokens within the model's budget [px].

    Args:
        size: Rows and columns of the frames.
        pairs: How many pairs of frames there are.
        unit_px: Side of what becomes one token.
    """
    height, width = (side / unit_px for side in size)
    tokens = [max(1, round(side)) for side in (height, width)]
    total = pairs * tokens[0] * tokens[1]
    if LEAST_TOKENS <= total <= MOST_TOKENS:
        return tokens[0] * unit_px, tokens[1] * unit_px
    is_large = total > MOST_TOKENS
    scale = math.sqrt((MOST_TOKENS if is_large else LEAST_TOKENS) / (pairs * height * width))
    whole = math.floor if is_large else math.ceil
    rows, columns = (max(1, whole(side * scale)) for side in (height, width))
    return rows * unit_px, columns * unit_px


def _resized(frame: NDArray[np.uint8], rows: int, columns: int) -> NDArray[np.uint8]:
    how = cv2.INTER_AREA if rows < frame.shape[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(frame, (columns, rows), interpolation=how), dtype=np.uint8)


def _cut(
    pictures: NDArray[np.float32], grid: tuple[int, int, int], shape: PatchShape
) -> NDArray[np.float32]:
    """Patches in the order of the model: by pair, by square, within the square by row."""
    pairs, rows, columns = grid
    merge, side = shape.merge, shape.patch_px
    split = pictures.reshape(
        *(pairs, shape.pair, rows // merge, merge, side, columns // merge, merge, side, 3)
    )
    # (pair, square row, square column, row, column, colour, frame, y, x)
    ordered = split.transpose(0, 2, 5, 3, 6, 8, 1, 4, 7)
    return np.ascontiguousarray(ordered.reshape(pairs * rows * columns, -1))
