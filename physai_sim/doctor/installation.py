"""Which worlds, launch files and extensions are found, and where?"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from physai_sim.core import paths, registry
from physai_sim.doctor.base import REINSTALL, Finding


class Installation:
    """Worlds are found, and what other packages add can be loaded."""

    remedy = f"{REINSTALL}; update or uninstall a package whose extension does not load"

    def run(self) -> Finding:
        """See `Check`."""
        worlds = paths.available("worlds")
        found = [
            f"{len(worlds)} worlds{_places(worlds)}",
            *([f"{len(launch)} launch files"] if (launch := paths.available("launch")) else []),
            *(_loaded(family) for family in registry.FAMILIES if registry.outside_points(family)),
        ]
        wrong = [part for part in os.environ.get("PHYSAI_PATH", "").split(os.pathsep) if part]
        wrong = [part for part in wrong if not Path(part).is_dir()]
        if wrong:
            found.append(f"$PHYSAI_PATH names {', '.join(wrong)}, which is no folder")
        mark = "FAIL" if not worlds else "note" if wrong else "ok"
        return Finding(mark, "; ".join(found))  # type: ignore[arg-type]


def _places(files: dict[str, Path]) -> str:
    """How many are in which folder."""
    folders = Counter(str(path.parent) for path in files.values())
    if len(folders) <= 1:
        return "".join(f" in {folder}" for folder in folders)
    return f": {', '.join(f'{count} in {folder}' for folder, count in folders.items())}"


def _loaded(family: str) -> str:
    """The extensions of a family and the packages they come from, each loaded.

    Raises:
        ConfigError: If one cannot be loaded.
    """
    told = []
    for point in registry.outside_points(family):
        registry.find(family, point.name, where=f"physai.{family}")
        told.append(f"{point.name} ({point.dist.name if point.dist else 'unknown package'})")
    return f"{family} {', '.join(told)}"
