"""Reads a folder of PNG files, one for each frame, in the order of the numbers in their names.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import DatasetError
from physai_sim.generation.physics.clips.limits import check_bytes, check_size

# Source: PNG specification (W3C, 2003), sections 5.2 and 11.2.2: signature, then IHDR.
_SIGNATURE, _HEADER_BYTES = b"\x89PNG\r\n\x1a\n", 24


def read_pictures(
    folder: Path, *, limit_bytes: int, how: int = cv2.IMREAD_COLOR
) -> NDArray[np.uint8]:
    """All pictures of a folder: RGB (T, H, W, 3), or as they are where `how` says so.

    Raises:
        DatasetError: If there is none, one is missing or damaged, or sizes differ.
    """
    paths = _in_order(folder)
    size = _size(paths[0])
    check_bytes(folder, len(paths) * size[0] * size[1] * 3, limit_bytes)
    for path in paths:
        if (found := _size(path)) != size:
            what, expected = "a picture of another size", f"{size}, as {paths[0].name}"
            raise DatasetError(what, where=str(path), got=found, expected=expected)
    return np.stack([_read(path, how) for path in paths])


def _in_order(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.png"))
    if not paths:
        raise DatasetError("no PNG file is in it", where=str(folder))
    found = [re.search(r"(\d+)\D*$", path.stem) for path in paths]
    if not all(found):
        bare = next(p.name for p, number in zip(paths, found, strict=True) if number is None)
        expected = "a number in each name, as in frame_0001.png"
        raise DatasetError("which frame is this?", where=str(folder), got=bare, expected=expected)
    numbers = [int(match.group(1)) for match in found if match]
    placed = dict(sorted(zip(numbers, paths, strict=True)))
    missing = set(range(min(numbers), min(numbers) + len(paths))) - placed.keys()
    if missing:
        raise DatasetError(
            "a frame is missing", where=str(folder), got=f"none numbered {min(missing)}"
        )
    return list(placed.values())


def _size(path: Path) -> tuple[int, int]:
    """Columns and rows by its header, before anything is unpacked."""
    with path.open("rb") as file:
        head = file.read(_HEADER_BYTES)
    if len(head) < _HEADER_BYTES or not head.startswith(_SIGNATURE):
        raise DatasetError("no PNG file", where=str(path))
    width, height = struct.unpack(">II", head[16:24])
    check_size(path, (width, height))
    return width, height


def _read(path: Path, how: int) -> NDArray[np.uint8]:
    try:
        picture = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), how)
    except cv2.error:
        picture = None
    if picture is None or picture.dtype != np.uint8:
        raise DatasetError("a picture that cannot be decoded", where=str(path), expected="8 bits")
    if how == cv2.IMREAD_COLOR:
        picture = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    return np.asarray(picture, dtype=np.uint8)
