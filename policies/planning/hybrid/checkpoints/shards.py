"""The tensors of a folder, which may be spread over files: safetensors alone, read one by one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from torch import Tensor

from physai_sim.core.errors import CheckpointError

INDEX, SINGLE = "model.safetensors.index.json", "model.safetensors"


@dataclass(frozen=True, slots=True)
class Entry:
    """One tensor.

    Args:
        file: Open file that holds it.
        name: Its name there.
        shape: Its shape.
        kind: Its type, as the file names it: F32, BF16, F8_E4M3, ...
    """

    file: Any
    name: str
    shape: tuple[int, ...]
    kind: str

    def whole(self) -> Tensor:
        """Read it."""
        tensor: Tensor = self.file.get_tensor(self.name)
        return tensor

    def row(self, index: int) -> Tensor:
        """Read one row of it, so that not all of a large tensor is held twice."""
        tensor: Tensor = self.file.get_slice(self.name)[index]
        return tensor


def open_shards(folder: Path) -> dict[str, Entry]:
    """Every tensor of a folder by its name; nothing but names and shapes is read yet.

    Raises:
        CheckpointError: If there are no weights, a file is missing or damaged, or the index tells
            of tensors that its files do not hold.
    """
    index = folder / INDEX
    if not index.is_file():
        return _entries(folder / SINGLE)
    told = _weight_map(index)
    found: dict[str, Entry] = {}
    for file in sorted(set(told.values())):
        # A tensor that stands in two files is that of the one which the index names.
        found |= {n: e for n, e in _entries(folder / file).items() if told.get(n, file) == file}
    lost = sorted(set(told) - set(found))
    if lost:
        raise CheckpointError(f"its files lack {', '.join(lost)}", where=str(index))
    return found


def _weight_map(index: Path) -> dict[str, str]:
    expected = "an object 'weight_map' of tensor names and file names"
    try:
        told = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        what = f"cannot be read ({type(error).__name__})"
        raise CheckpointError(what, where=str(index), expected=expected) from None
    # A file name alone: a path could lead anywhere on this machine.
    if not isinstance(told, dict) or any(
        not isinstance(file, str) or Path(file).name != file for file in told.values()
    ):
        raise CheckpointError("not an index", where=str(index), expected=expected)
    return told


def _entries(path: Path) -> dict[str, Entry]:
    expected = "a whole safetensors file"
    try:
        if not path.is_file():
            raise CheckpointError("no such file", where=str(path), expected=expected)
        # Its methods have no types.
        file: Any = safe_open(path, framework="pt")
        names = list(file.keys())
        return {name: _entry(file, name) for name in names}
    except (SafetensorError, OSError) as error:
        raise CheckpointError(
            "damaged, or another kind of file", where=str(path), got=str(error), expected=expected
        ) from None


def _entry(file: Any, name: str) -> Entry:
    part = file.get_slice(name)
    return Entry(file, name, tuple(part.get_shape()), str(part.get_dtype()))
