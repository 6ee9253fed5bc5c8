"""Reads a sequence of actions from a JSON file. Legend: N actions, A action size."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array

MAX_BYTES = 20_000_000


def actions_of_file(path: Path, width: int) -> Array:
    """The actions that a file holds: a list of N lists of A numbers.

    Args:
        path: The file.
        width: A, as the world's robots want it.

    Returns:
        Shape (N, A).

    Raises:
        ConfigError: If it cannot be read, or holds anything else.
    """
    rows = _read(path)
    wanted = f"a list of lists of {width} numbers"
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        raise ConfigError("no sequence of actions", where=str(path), expected=wanted)
    for index, row in enumerate(rows):
        if len(row) != width:
            where = f"{path}: action {index}"
            raise ConfigError("wrong width", where=where, got=len(row), expected=f"{width}")
    if not all(type(number) in (int, float) for row in rows for number in row):
        raise ConfigError("no numbers", where=str(path), expected=wanted)
    try:
        actions = np.array(rows, dtype=np.float64)
    except OverflowError:
        raise ConfigError("a number too large", where=str(path), expected=wanted) from None
    if not np.isfinite(actions).all():
        raise ConfigError("a number that is not finite", where=str(path), expected=wanted)
    return actions


def _read(path: Path) -> Any:
    try:
        if path.exists() and not path.is_file():  # a device has no end
            raise ConfigError("cannot be read: no file", where=str(path))
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError("file too large", where=str(path), expected=f"<= {MAX_BYTES} bytes")
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", where=str(path)) from None
    except (RecursionError, ValueError) as error:
        raise ConfigError(f"not JSON: {error}", where=str(path)) from None
