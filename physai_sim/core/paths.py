"""Where worlds, suites and launch files are found: $PHYSAI_PATH, checkout, ament share, wheel."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from physai_sim.core.errors import UnknownNameError

_CHECKOUT = Path(__file__).resolve().parents[2]
_SUFFIXES = {"worlds": ".yaml", "suites": ".yaml", "launch": ".launch.yaml"}


def search_roots() -> Iterator[Path]:
    """Folders that may hold `worlds/`, `suites/` and `launch/`, most specific first."""
    for entry in os.environ.get("PHYSAI_PATH", "").split(os.pathsep):
        if entry:
            yield Path(entry)
    if (_CHECKOUT / "package.xml").is_file():
        yield _CHECKOUT
    for prefix in os.environ.get("AMENT_PREFIX_PATH", "").split(os.pathsep):
        if prefix:
            yield Path(prefix) / "share" / "physai_sim"
    yield Path(sys.prefix) / "share" / "physai_sim"
    # `pip install --user` and `--target` put data files beside the package, not in sys.prefix.
    for parent in _CHECKOUT.parents:
        yield parent / "share" / "physai_sim"


def available(kind: str) -> dict[str, Path]:
    """Every file of a kind by its name, the first root winning.

    Args:
        kind: "worlds", "suites" or "launch".
    """
    suffix = _SUFFIXES[kind]
    found: dict[str, Path] = {}
    for root in search_roots():
        for path in sorted((root / kind).glob(f"*{suffix}")):
            found.setdefault(path.name.removesuffix(suffix), path)
    return dict(sorted(found.items()))


def find(kind: str, name: str) -> Path:
    """The file for a name or a path.

    Raises:
        UnknownNameError: If there is no such file; the known names are listed.
    """
    suffix = _SUFFIXES[kind]
    if name.endswith((".yaml", ".yml")) or "/" in name:
        if os.path.isfile(name):  # unlike Path's, it takes any text for a name
            return Path(name).resolve()
        raise UnknownNameError(f"no such {kind.removesuffix('s')} file", got=name)
    known = available(kind)
    if name not in known:
        raise UnknownNameError(
            f"unknown {kind.removesuffix('s')}", got=name, expected=f"a {suffix} file", known=known
        )
    return known[name]
