"""The files of a bag: which they are, in which order, and where their plain bytes lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_compression import SUFFIX, decompress_file

Storage = Literal["mcap", "sqlite3"]
_SUFFIXES: dict[str, Storage] = {".mcap": "mcap", ".db3": "sqlite3"}


@dataclass(frozen=True, slots=True)
class BagFile:
    """One file of a bag.

    Args:
        path: As it was recorded.
        storage: How its messages are stored.
        is_compressed: Whether it was compressed as a whole.
    """

    path: Path
    storage: Storage
    is_compressed: bool


class PlainFiles:
    """The files of a bag as they were before they were compressed; a context manager.

    Plain files are used where they are; compressed ones are decompressed into a temporary folder.

    Args:
        files: In their order.
    """

    def __init__(self, files: list[BagFile]) -> None:
        self.files = files
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> PlainFiles:
        """The files themselves."""
        return self

    def __exit__(self, *error: object) -> None:
        """Remove what was decompressed."""
        self.close()

    @property
    def has_compressed(self) -> bool:
        """Whether a file was compressed as a whole."""
        return any(file.is_compressed for file in self.files)

    def all(self) -> list[Path]:
        """Where the plain bytes of each file lie."""
        return [self._plain(file) for file in self.files]

    @contextmanager
    def borrowed(self, file: BagFile) -> Iterator[Path]:
        """Where the plain bytes of a file lie until the context ends."""
        plain = self._plain(file)
        try:
            yield plain
        finally:
            if file.is_compressed:
                plain.unlink(missing_ok=True)

    def close(self) -> None:
        """Remove what was decompressed; closing again does nothing."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _plain(self, file: BagFile) -> Path:
        if not file.is_compressed:
            return file.path
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="physai_bag_")
        plain = Path(self._folder.name) / file.path.stem
        if not plain.exists():
            decompress_file(file.path, plain)
        return plain


def bag_files(path: Path) -> list[BagFile]:
    """The files of a bag: those of a folder in the order of their numbers, or the file itself.

    A file is taken for MCAP unless its name says that it is SQLite. A folder whose files are MCAP
    and SQLite is taken for one of MCAP.

    Raises:
        BagError: If there is nothing, the folder holds no bag, or it cannot be looked at.
    """
    try:
        return _found(path)
    except OSError as error:  # a name that is too long, a folder that nobody may read
        raise BagError(f"cannot be read: {error.strerror}", where=str(path)) from None


def _found(path: Path) -> list[BagFile]:
    if not path.exists():
        raise BagError("does not exist", where=str(path))
    if path.is_file():
        return [_file(path)]
    if not path.is_dir():  # a pipe or a device, which may never end
        raise BagError("is neither a file nor a folder", where=str(path))
    found: dict[str, BagFile] = {}
    for entry in sorted(path.iterdir(), key=numbers_as_numbers):
        name = entry.name.removesuffix(SUFFIX)
        if Path(name).suffix in _SUFFIXES and entry.is_file() and not name.startswith("."):
            # A recorder that was killed while it compressed leaves both; the plain one is whole.
            found[name] = _file(entry) if entry.name == name else found.get(name, _file(entry))
    kinds = [file.storage for file in found.values()]
    if not kinds:
        raise BagError("the folder holds no bag", where=str(path))
    storage = "mcap" if "mcap" in kinds else "sqlite3"
    return [file for file in found.values() if file.storage == storage]


def _file(path: Path) -> BagFile:
    is_compressed = path.suffix == SUFFIX
    inner = Path(path.stem) if is_compressed else path
    return BagFile(path, _SUFFIXES.get(inner.suffix, "mcap"), is_compressed)


def numbers_as_numbers(path: Path) -> list[tuple[int, str]]:
    """A key that sorts `a_9` before `a_10`."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.split(r"([0-9]+)", path.name)
    ]
