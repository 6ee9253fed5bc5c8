"""Serves message packages to `import`: `sensor_msgs.msg`, `std_srvs.srv`, `std_msgs.msg._char`.

Classes are made when they are first used, so importing a package costs next to nothing.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from physai_sim.rosless.interfaces import registry
from physai_sim.rosless.interfaces.classes import snake_case
from physai_sim.rosless.interfaces.library import get_class
from physai_sim.rosless.interfaces.sources import KINDS


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds packages of interfaces; append it to `sys.meta_path`, so that a real ROS wins."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Find `package`, `package.kind` or `package.kind._name`."""
        parts = fullname.split(".")
        if not _serves(parts):
            return None
        is_package = len(parts) < 3
        return importlib.util.spec_from_loader(fullname, self, is_package=is_package)

    def exec_module(self, module: ModuleType) -> None:
        """Fill a module: classes come when asked for."""
        parts = module.__name__.split(".")
        if len(parts) == 1:
            return
        stems = _names(parts[0], parts[1])
        if len(parts) == 3:
            stems = [stem for stem in stems if f"_{snake_case(stem)}" == parts[2]]
        exports = [stem + suffix for stem in stems for suffix in _suffixes(parts[1])]
        module.__dict__["__all__"] = sorted(exports)
        module.__dict__["__dir__"] = lambda: sorted({*module.__dict__, *exports})
        module.__dict__["__getattr__"] = lambda name: _lookup(module, name)


def _lookup(module: ModuleType, name: str) -> Any:
    """Make a class when it is first asked for; a definition that is wrong is no missing name."""
    parts = module.__name__.split(".")
    missing = f"module {module.__name__!r} has no attribute {name!r}"
    elsewhere = len(parts) == 3 and f"_{snake_case(name.partition('_')[0])}" != parts[2]
    if name.startswith("_") or elsewhere:
        raise AttributeError(missing)
    try:
        found = get_class(f"{parts[0]}/{parts[1]}/{name}")
    except registry.UnknownInterfaceError as error:
        raise AttributeError(f"{missing}: {error}") from error
    setattr(module, name, found)
    return found


def _serves(parts: list[str]) -> bool:
    if len(parts) == 1:
        return bool(registry.names_of(parts[0]))
    if len(parts) > 3 or parts[1] not in KINDS:
        return False
    stems = _names(parts[0], parts[1])
    return any(len(parts) == 2 or f"_{snake_case(stem)}" == parts[2] for stem in stems)


def _names(package: str, kind: str) -> list[str]:
    prefix = f"{package}/{kind}/"
    known = registry.names_of(package)
    return [name[len(prefix) :] for name in known if name.startswith(prefix)]


def _suffixes(kind: str) -> tuple[str, ...]:
    if kind == "srv":
        return "", "_Request", "_Response", "_Event"
    if kind == "action":
        return "", "_Goal", "_Result", "_Feedback"
    return ("",)
