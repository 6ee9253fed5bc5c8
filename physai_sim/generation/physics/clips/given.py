"""Reads what a generator gave beside its video: masks of bodies, and depth.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import DatasetError
from physai_sim.generation.physics.clips.limits import check_bytes
from physai_sim.generation.physics.clips.picture_folder import read_pictures

Masks = dict[str, NDArray[np.bool_]]
Shape = tuple[int, int, int]
NAMES = "names.json"
# Archives may be cut off, locked, packed in other ways, or say that more is in them than there is.
_UNREADABLE = (
    *(OSError, ValueError, EOFError, MemoryError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error),
)


def read_masks(path: Path, shape: Shape, *, limit_bytes: int) -> Masks:
    """Masks by name of the body.

    Args:
        path: An .npz of booleans by name of the body, or a folder of PNG files of labels with a
            `names.json` that tells the label of each body.
        shape: (T, H, W) of the clip, which each mask must have.
        limit_bytes: Refuse more.

    Raises:
        DatasetError: If it is neither, or a mask is of another shape or kind.
    """
    if path.is_dir():
        return _from_labels(path, shape, limit_bytes)
    masks = _arrays(path, limit_bytes)
    if not masks:
        raise DatasetError("no mask is in it", where=str(path))
    for name, mask in masks.items():
        if mask.dtype != np.bool_:
            raise DatasetError("no mask", where=f"{path} {name}", got=mask.dtype, expected="bool")
        _check_shape(mask, shape, f"{path} {name}")
    return masks


def read_depth(path: Path, shape: Shape, *, limit_bytes: int) -> NDArray[np.float32]:
    """Depth along the optical axis, shape (T, H, W) [m], from an .npy or an .npz of one array.

    Raises:
        DatasetError: If it is neither, of another shape, or has numbers that are no depth.
    """
    arrays = _arrays(path, limit_bytes)
    if len(arrays) != 1:
        raise DatasetError("not one array", where=str(path), got=tuple(arrays))
    depth = next(iter(arrays.values()))
    if depth.dtype.kind != "f":
        raise DatasetError(
            "no depth in metres", where=str(path), got=depth.dtype, expected="float"
        )
    _check_shape(depth, shape, str(path))
    if np.isnan(depth).any() or (depth < 0).any():
        raise DatasetError("depth that is no number or negative", where=str(path))
    return depth.astype(np.float32)


def _arrays(path: Path, limit_bytes: int) -> dict[str, NDArray[Any]]:
    """Arrays of a NumPy file by name; code in it is never run."""
    if not path.exists():
        raise DatasetError("no such file", where=str(path), expected="a NumPy file")
    try:
        if path.suffix == ".npz":
            with zipfile.ZipFile(path) as file:
                check_bytes(path, sum(part.file_size for part in file.infolist()), limit_bytes)
            with np.load(path, allow_pickle=False) as found:
                return _all_arrays(path, {name: found[name] for name in found.files})
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
        check_bytes(path, mapped.nbytes, limit_bytes)
        return {path.stem: np.array(mapped)}
    except _UNREADABLE as error:
        what = "no NumPy file that can be read"
        raise DatasetError(what, where=str(path), got=type(error).__name__) from None


def _all_arrays(path: Path, found: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    for name, part in found.items():
        if not isinstance(part, np.ndarray):
            raise DatasetError("no array", where=f"{path} {name}", got=type(part).__name__)
    return dict(found)


def _from_labels(folder: Path, shape: Shape, limit_bytes: int) -> Masks:
    labels = read_pictures(folder, limit_bytes=limit_bytes, how=cv2.IMREAD_UNCHANGED)
    if labels.ndim != 3:
        what, expected = "labels must be one grey number a pixel", "PNG files of one channel"
        raise DatasetError(what, where=str(folder), got=labels.shape, expected=expected)
    _check_shape(labels, shape, str(folder))
    return {name: np.asarray(labels == number) for name, number in _names(folder).items()}


def _names(folder: Path) -> dict[str, int]:
    path = folder / NAMES
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        what, expected = "labels have no names", '{"cube": 3, ...}'
        raise DatasetError(what, where=str(path), got=str(error), expected=expected) from None
    is_right = isinstance(told, dict) and all(
        type(v) is int and 0 < v < 256 for v in told.values()
    )
    if not is_right or not told:
        expected = 'labels from 1 to 255 by name: {"cube": 3, ...}'
        raise DatasetError("no names of labels", where=str(path), got=told, expected=expected)
    return {str(name): int(number) for name, number in told.items()}


def _check_shape(found: NDArray[Any], shape: Shape, where: str) -> None:
    if found.shape[:1] != shape[:1]:
        expected = f"{shape[0]}, as the clip has"
        raise DatasetError(
            "another number of frames",
            where=where,
            got=len(found) if found.ndim else 0,
            expected=expected,
        )
    if found.shape != shape:
        expected = f"{shape}: frames, rows, columns"
        raise DatasetError("another shape", where=where, got=found.shape, expected=expected)
