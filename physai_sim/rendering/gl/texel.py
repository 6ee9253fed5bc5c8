"""The words of a pixel, as shaders/outputs.glsl packs them, read apart.

Legend: H x W image rows x columns, N labels of a world.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.rendering.frame import NOTHING, Frame

FLOW = slice(0, 2)  # words that hold columns and rows, where flow is drawn
WIDE, NARROW = 4, 2  # words
MOST_LABELS = 255  # that a narrow texel can tell apart; its last number is for nothing


def frame_of(
    texels: NDArray[np.uint32], labels: NDArray[np.int32], streams: tuple[str, ...]
) -> Frame:
    """The streams of a picture, as arrays of their own.

    Args:
        texels: Shape (H, W, 4), or narrow ones, (H, W, 2).
        labels: Of the world, in the order of their numbers, shape (N,).
        streams: "normals" can be among them, where texels are wide.
    """
    colors = _word(texels, 0)
    if texels.shape[-1] == NARROW:
        numbers = cv2.extractChannel(_bytes(colors), 3)
        segmentation = np.asarray(cv2.LUT(numbers, _label_table(labels)), dtype=np.int32)
    else:
        segmentation = _word(texels, 2)
    return Frame(
        rgb=np.asarray(cv2.cvtColor(_bytes(colors), cv2.COLOR_RGBA2RGB), dtype=np.uint8),
        depth_m=_word(texels, 1).view(np.float32),
        segmentation=segmentation,
        normals=_normals(_word(texels, 3), segmentation) if "normals" in streams else None,
    )


def _label_table(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    table = np.full(MOST_LABELS + 1, NOTHING, dtype=np.int32)
    table[: len(labels)] = labels
    return table


def flow_of(texels: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Optical flow, shape (H, W, 2) [px]."""
    result: NDArray[np.float32] = texels[..., FLOW].copy().view(np.float32)
    return result


def _word(texels: NDArray[np.uint32], place: int) -> NDArray[np.int32]:
    """One of the words; OpenCV takes it out several times as fast as NumPy."""
    return np.asarray(cv2.extractChannel(texels.view(np.int32), place), dtype=np.int32)


def _bytes(words: NDArray[np.int32]) -> NDArray[np.uint8]:
    return words.view(np.uint8).reshape(*words.shape, 4)


def _normals(words: NDArray[np.int32], labels: NDArray[np.int32]) -> NDArray[np.float32]:
    """Octahedral numbers as unit vectors, (H, W) to (H, W, 3); zeros where nothing is."""
    folded = np.ascontiguousarray(words).view(np.int16).reshape(*words.shape, 2)
    xy = np.clip(folded / np.float32(32767.0), -1.0, 1.0).astype(np.float32)
    z = 1.0 - np.abs(xy).sum(axis=-1)
    out = np.where(xy < 0.0, np.float32(-1.0), np.float32(1.0)) * (1.0 - np.abs(xy[..., ::-1]))
    result = np.dstack([np.where(z[..., None] < 0.0, out, xy), z])
    result /= np.linalg.norm(result, axis=-1, keepdims=True)
    result[labels == NOTHING] = 0.0
    return result.astype(np.float32)
