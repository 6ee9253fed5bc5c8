"""Where definitions come from: texts in memory, and folders laid out as ament installs them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Protocol

SHARE = Path(__file__).parent / "share"
KINDS = ("msg", "srv", "action")
ENTRY_POINTS = "rosless.interfaces"
MAX_BYTES = 1 << 20
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


class Source(Protocol):
    """Gives texts of definitions by full name."""

    def text(self, full_name: str) -> str | None:
        """The text of `package/kind/Name`, or None where this source lacks it."""

    def names(self, package: str = "*") -> Iterator[str]:
        """Full names of all definitions, or of one package's."""


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Definitions in memory, by full name."""

    texts: Mapping[str, str]

    def text(self, full_name: str) -> str | None:
        """The text of a definition, if it is here."""
        return self.texts.get(full_name)

    def names(self, package: str = "*") -> Iterator[str]:
        """Full names of all definitions, or of one package's."""
        return (name for name in tuple(self.texts) if package in ("*", name.partition("/")[0]))


@dataclass(frozen=True, slots=True)
class Folder:
    """A share folder: `<package>/<kind>/<Name>.<kind>`."""

    root: Path

    def path(self, full_name: str) -> Path | None:
        """The file of a definition, if it is here."""
        parts = full_name.split("/")
        if len(parts) != 3 or parts[1] not in KINDS or not all(map(_NAME.fullmatch, parts)):
            return None
        path = self.root / parts[0] / parts[1] / f"{parts[2]}.{parts[1]}"
        return path if path.is_file() else None

    def text(self, full_name: str) -> str | None:
        """The text of a definition, if its file is here and not larger than `MAX_BYTES`."""
        path = self.path(full_name)
        if path is None:
            return None
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(f"{path}: definition larger than {MAX_BYTES} bytes")
        return path.read_text(encoding="utf-8")

    def names(self, package: str = "*") -> Iterator[str]:
        """Full names of all definitions, or of one package's."""
        if package != "*" and not _NAME.fullmatch(package):
            return
        for kind in KINDS:
            for path in self.root.glob(f"{package}/{kind}/*.{kind}"):
                owner = path.parent.parent.name
                if _NAME.fullmatch(path.stem) and _NAME.fullmatch(owner):
                    yield f"{owner}/{kind}/{path.stem}"


def prefix_sources() -> list[Source]:
    """Folders of `AMENT_PREFIX_PATH`; the first entry, which ROS 2 prefers, comes last."""
    entries = os.environ.get("AMENT_PREFIX_PATH", "").split(os.pathsep)
    return [Folder(Path(entry) / "share") for entry in reversed(entries) if entry]


@cache
def entry_point_sources() -> tuple[Source, ...]:
    """What installed distributions offer: a mapping of texts, or paths of share folders.

    Raises:
        TypeError: If an entry point holds something else.
    """
    return tuple(
        source
        for point in metadata.entry_points(group=ENTRY_POINTS)
        for source in as_sources(point.load(), where=f"entry point {point.name!r}")
    )


def as_sources(value: object, *, where: str) -> list[Source]:
    """Read the value of an entry point: a mapping, a path, or a sequence of paths."""
    if isinstance(value, Mapping):
        return [Texts(value)]
    if isinstance(value, (str, Path)):
        return [Folder(Path(value))]
    if isinstance(value, (list, tuple)):
        return [source for item in value for source in as_sources(item, where=where)]
    raise TypeError(f"{where}: got {type(value).__name__}; expected a mapping of texts or a Path")
