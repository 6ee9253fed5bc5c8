"""Where packages lie: the ament index, and this project itself where nothing is installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import physai_sim
from physai_sim.core import paths
from physai_sim.core.errors import ConfigError, MachineError

OURS = "physai_sim"
_MARKERS = "share/ament_index/resource_index/packages"


def find_prefix(package: str, *, where: str) -> Path:
    """The install prefix of a package, as `ament_index_python` finds it.

    Raises:
        MachineError: If no prefix of $AMENT_PREFIX_PATH has it.
    """
    for prefix in _prefixes():
        if (prefix / _MARKERS / package).is_file():
            return prefix
    known = {path.name for prefix in _prefixes() for path in (prefix / _MARKERS).glob("*")}
    raise MachineError(
        "no such package",
        where=where,
        got=package,
        expected="a package of a prefix in $AMENT_PREFIX_PATH (is ROS 2 sourced?)",
        known={*known, OURS} if len(known) < 20 else (),
    )


def find_share(package: str, *, where: str) -> Path:
    """The share folder of a package; ours is found without ROS too.

    Raises:
        MachineError: If no prefix has the package.
    """
    if package == OURS and not _is_installed(package):
        for root in paths.search_roots():
            if (root / "package.xml").is_file():
                return root
    return find_prefix(package, where=where) / "share" / package


def find_program(package: str, name: str, *, where: str) -> tuple[str, ...]:
    """The words that start a package's program.

    Raises:
        ConfigError: If the package has no such program.
        MachineError: If there is no such package.
    """
    if package == OURS and not _is_installed(package):
        return _own_program(name, where=where)
    folder = find_prefix(package, where=where) / "lib" / package
    if os.path.isfile(folder / name) and os.access(folder / name, os.X_OK):
        return (str(folder / name),)
    if package == OURS:
        return _own_program(name, where=where)
    known = {path.name for path in folder.glob("*") if path.is_file()}
    what = f"package {package} has no such program"
    raise ConfigError(what, where=where, got=name, expected=f"a file of {folder}", known=known)


def _own_program(name: str, *, where: str) -> tuple[str, ...]:
    """A node of ours runs as a module where no script of it is installed."""
    folder = Path(physai_sim.__file__).parent / "ros"
    known = {path.stem for path in folder.glob("*_node.py")}
    if name not in known:
        raise ConfigError(
            f"package {OURS} has no such program", where=where, got=name, known=known
        )
    return (sys.executable, "-m", f"{OURS}.ros.{name}")


def _is_installed(package: str) -> bool:
    return any((prefix / _MARKERS / package).is_file() for prefix in _prefixes())


def _prefixes() -> Iterator[Path]:
    for entry in os.environ.get("AMENT_PREFIX_PATH", "").split(os.pathsep):
        if entry:
            yield Path(entry)
