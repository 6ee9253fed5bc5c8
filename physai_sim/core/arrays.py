"""Named arrays in one file (NumPy's .npz): written whole or not at all, read as data alone."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import ConfigError, MachineError


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write the arrays under a temporary name, then give the file its own.

    Raises:
        MachineError: If there is no space, or the place is not writable; an older file stays.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]  # its other keyword is a flag
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise MachineError(f"cannot be written: {error.strerror}", where=str(path)) from None


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Read every array of a file.

    Objects are refused: to read one means to run what the file says.

    Raises:
        ConfigError: If there is no such file, it is damaged, or it holds objects.
    """
    expected = "a whole .npz file of plain arrays"
    try:
        with path.open("rb") as file:
            found = np.load(file)
            if isinstance(found, np.lib.npyio.NpzFile):
                return {name: found[name] for name in found.files}
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise ConfigError(what, where=str(path), expected=expected) from None
    except (ValueError, EOFError, zipfile.BadZipFile, zlib.error):
        pass
    raise ConfigError("damaged, or another kind of file", where=str(path), expected=expected)
