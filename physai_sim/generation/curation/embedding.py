"""A film as a row of numbers: colour, gradients and motion, pooled over cells and over time.

No network: the same film always gives the same numbers.

Legend: T frames, H x W image rows x columns, D numbers.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

CELLS = 4  # a side
TIMES = 4  # parts of the film
DIRECTIONS = 8  # of gradients
SIDE_PX = 64  # every film is looked at in this size
SIZE = TIMES * CELLS * CELLS * (3 + DIRECTIONS + 1)  # D


def embed(frames: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The numbers of a film, shape (D,).

    Colour, gradients and motion count alike: each block has length 1, or 0 where there is none.

    Args:
        frames: Colours, shape (T, H, W, 3).
    """
    blocks: dict[str, list[NDArray[np.float32]]] = {"colour": [], "edges": [], "motion": []}
    parts = np.array_split(np.arange(len(frames)), TIMES)
    for part in parts:
        colour, edges, motion = _pooled(frames, part if len(part) else np.array([0]))
        blocks["colour"].append(colour)
        blocks["edges"].append(edges)
        blocks["motion"].append(motion)
    row = np.concatenate([_unit(np.concatenate(block)) for block in blocks.values()])
    return np.asarray(row, dtype=np.float32)


def _pooled(
    frames: NDArray[np.uint8], part: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Means of colour, of gradients by direction and of change over a part of a film."""
    maps = [_maps(_small(frames[k]), _small(frames[max(k - 1, 0)])) for k in part]
    colour, edges, motion = (_cells(np.mean(kind, axis=0)) for kind in zip(*maps, strict=True))
    return colour, edges, motion


def _small(frame: NDArray[np.uint8]) -> NDArray[np.float32]:
    small = cv2.resize(frame, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(small / 255.0, dtype=np.float32)


def _maps(
    now: NDArray[np.float32], before: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Colour (S, S, 3), gradients by direction (S, S, 8) and change (S, S, 1) of a frame."""
    grey = cv2.cvtColor(now, cv2.COLOR_RGB2GRAY)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    turn = np.arctan2(down, across) % (2.0 * np.pi)
    number = np.floor(turn / (2.0 * np.pi) * DIRECTIONS).astype(np.int64) % DIRECTIONS
    edges = np.eye(DIRECTIONS, dtype=np.float32)[number] * np.hypot(across, down)[..., None]
    change = np.abs(now - before).mean(axis=2, keepdims=True)
    return now, edges, change


def _cells(values: NDArray[np.float32]) -> NDArray[np.float32]:
    side = SIDE_PX // CELLS
    grid = values.reshape(CELLS, side, CELLS, side, -1).mean(axis=(1, 3))
    return np.asarray(grid.ravel(), dtype=np.float32)


def _unit(block: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.float32(np.linalg.norm(block))
    return np.asarray(block / length if length > 0.0 else block, dtype=np.float32)
