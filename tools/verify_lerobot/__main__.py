"""Holds our datasets and worlds against lerobot itself; exit code 1 if anything differs.

Usage: python tools/verify_lerobot PHYSAI   (the command `physai` that records)
"""

import importlib.metadata
import logging
import os
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

WORLDS = {"reach": (), "lane_curve": ("--set", "time_limit_s=4.0")}
SEEDS = [1, 2]


def main(physai: str) -> int:
    """Record, export, and check with lerobot."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="physai_lerobot_") as folder:
        out = Path(folder)
        # Nothing is asked of a hub, and nothing is left in anybody's cache.
        os.environ |= {"HF_HOME": str(out / "hub"), "HF_HUB_OFFLINE": "1"}
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        _record(physai, out)
        import compat  # noqa: F401 - before lerobot
        from report import Report

        report = Report()
        _checks(report, out)
    versions = [
        f"{name} {importlib.metadata.version(name)}" for name in ("lerobot", "torch", "av")
    ]
    told = f"{report.passed} checks passed, {report.failed} failed"
    seconds = time.monotonic() - started
    python = sys.version.partition(" ")[0]
    sys.stdout.write(f"{told}; {', '.join(versions)}, Python {python}; {seconds:.0f} s\n")
    return 1 if report.failed else 0


def _record(physai: str, out: Path) -> None:
    for world, settings in WORLDS.items():
        told = ["--episodes", str(len(SEEDS)), "--seed", str(SEEDS[0]), "--raw-images"]
        _run([physai, "record", world, *told, *settings, "--out", str(out / world)])
    bags = sorted(str(bag) for bag in (out / "reach/bags").iterdir())
    _run([physai, "bag", "export", *bags, "--out", str(out / "exported")])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr}")


def _checks(report: "Report", out: Path) -> None:  # noqa: F821
    from dataset import DatasetChecks
    from evaluation import check_hub, check_scripts

    sources = {**{world: world for world in WORLDS}, "exported": "reach"}
    for name, source in sources.items():
        bags = sorted((out / source / "bags").iterdir())
        DatasetChecks(report, name, out / name / "dataset", bags).all()
    check_hub(report, out / "reach/dataset", SEEDS, out / "hub_cache")
    check_scripts(report, out / "reach/dataset", out / "policy")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
