"""Names are file names: `panda` in a world file is `Panda` in `physai_sim/robots/panda.py`.

Nothing is registered and nothing is imported before it is asked for. People who installed the
wheel extend a family without touching it: by `file.py:Class`, or by an entry point in the group
`physai.FAMILY`.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import inspect
import os
import pkgutil
import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from physai_sim.core.errors import ConfigError, PhysAIError, UnknownNameError

FAMILIES = {
    "robots": "physai_sim.robots",
    "sensors": "physai_sim.sensors",
    "tasks": "physai_sim.tasks",
    "traffic": "physai_sim.traffic",
    "policies": "policies.control",
    "metrics": "physai_sim.evaluation.metrics",
    "benches": "physai_sim.benches",
    "checks": "physai_sim.doctor",
    "generators": "physai_sim.generation.generators",
    "measures": "physai_sim.generation.physics.measures",
    "faults": "physai_sim.generation.faults",
    "critics": "physai_sim.generation.critics",
}
# What members of a family share; `mount` and `noise` are the sensors'.
_NOT_MEMBERS = {"base", "mount", "noise"}


def names(family: str) -> tuple[str, ...]:
    """Every name in a family, from its folder and from entry points."""
    package = importlib.import_module(_package(family))
    inside = {
        module.name
        for module in pkgutil.iter_modules(package.__path__)
        if not module.ispkg and not module.name.startswith("_") and module.name not in _NOT_MEMBERS
    }
    outside = {point.name for point in outside_points(family)}
    return tuple(sorted(inside | outside))


def find(family: str, name: str, *, where: str = "") -> type[Any]:
    """The class behind a name.

    Args:
        family: One of `FAMILIES`.
        name: A file name in the family's folder, an entry point, or `path/to/file.py:Class`.
        where: What to name in the error.

    Raises:
        UnknownNameError: If nothing answers to the name; the closest is suggested.
        ConfigError: If the file or class that the name points to cannot be loaded, or lacks a
            method that its family must have.
    """
    if ".py:" in name:
        return _from_file(name, where=where)
    if name not in names(family):
        raise UnknownNameError(
            f"unknown {_singular(family)}", where=where, got=name, known=names(family)
        )
    for point in outside_points(family):
        if point.name == name:
            return _from_entry_point(point, where=where)
    module = importlib.import_module(f"{_package(family)}.{name}")
    return _is_class(getattr(module, class_name(name), None), name)


@functools.cache
def outside_points(family: str) -> tuple[EntryPoint, ...]:
    """What other packages add to a family; looked up once, for all packages are read for it."""
    return tuple(entry_points(group=f"physai.{family}"))


def class_name(name: str) -> str:
    """`rgb_camera` -> `RgbCamera`."""
    return "".join(part.capitalize() for part in name.split("_"))


def summary(family: str, name: str) -> str:
    """First line of the docstring behind a name."""
    return (inspect.getdoc(find(family, name)) or "").split("\n", 1)[0]


def _package(family: str) -> str:
    if family not in FAMILIES:
        raise UnknownNameError("unknown family", got=family, known=(*FAMILIES, "worlds"))
    return FAMILIES[family]


def _singular(family: str) -> str:
    irregular = {"policies": "policy", "benches": "bench"}
    return irregular.get(family, family.removesuffix("s"))


def _is_class(found: object, name: str) -> type[Any]:
    if not isinstance(found, type):
        raise ConfigError(
            f"the file of {name!r} must define the class {class_name(name)!r}", got=found
        )
    if lacking := getattr(found, "__abstractmethods__", None):
        raise ConfigError(f"the class lacks {', '.join(sorted(lacking))}", where=name)
    return found


def _from_entry_point(point: EntryPoint, *, where: str) -> type[Any]:
    try:
        found = point.load()
    except (ImportError, AttributeError) as error:
        what = f"the entry point {point.value!r} fails to load: {error}"
        raise ConfigError(what, where=where, got=point.name) from error
    return _is_class(found, point.name)


def _from_file(name: str, *, where: str) -> type[Any]:
    """Load `file.py:Class`; the folder of the file is importable while it loads."""
    file_name, _, wanted = name.rpartition(":")
    if not os.path.isfile(file_name):  # unlike Path's, it takes any text for a name
        raise UnknownNameError("no such Python file", where=where, got=file_name)
    path = Path(file_name).resolve()
    module_name = f"_physai_user_{path.stem}_{abs(hash(str(path))):x}"
    spec = importlib.util.spec_from_file_location(module_name, path)
    if spec is None or spec.loader is None:
        raise ConfigError("cannot be loaded as Python", where=where, got=file_name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        spec.loader.exec_module(module)
    except PhysAIError:
        raise
    except Exception as error:
        what = f"fails to load: {type(error).__name__}: {error}"
        raise ConfigError(what, where=str(path)) from error
    classes = {key for key, value in vars(module).items() if isinstance(value, type)}
    if wanted not in classes:
        raise UnknownNameError("no such class", where=str(path), got=wanted, known=classes)
    return _is_class(getattr(module, wanted), name)
