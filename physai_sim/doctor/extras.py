"""Which of the packages are installed that only some things need?"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from physai_sim.doctor.base import Finding

# Package -> the module that is imported of it.
EXTRAS = {
    "torch": "torch",
    "stable-baselines3": "stable_baselines3",
    "transformers": "transformers",
    "moderngl": "moderngl",
    "cyclonedds": "cyclonedds",
    "rclpy": "rclpy",
    "lerobot": "lerobot",
}


class Extras:
    """Optional packages; what needs one says so when it is missing."""

    remedy = "pip install what is missing and wanted"

    def run(self) -> Finding:
        """See `Check`."""
        found = {package: _version(package, module) for package, module in EXTRAS.items()}
        there = [f"{package} {number}" for package, number in found.items() if number]
        missing = [package for package, number in found.items() if not number]
        told = [", ".join(there)] if there else []
        told += [f"not installed: {', '.join(missing)}"] if missing else []
        return Finding("note" if missing else "ok", "; ".join(told))


def _version(package: str, module: str) -> str:
    """Its version; empty where it cannot be imported."""
    if find_spec(module) is None:
        return ""
    try:
        return version(package)
    except PackageNotFoundError:  # a ROS installation brings modules without a package
        return "of unknown version"
