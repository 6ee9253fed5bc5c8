"""run.json: what was run, with what, where, when, and how it ended."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType

from physai_sim import __version__
from physai_sim.core.errors import PhysAIError
from physai_sim.core.output import MARK, write_json

PACKAGES = (
    "numpy",
    "pybullet",
    "gymnasium",
    "opencv-python-headless",
    "rosbags",
    "av",
    "pydantic",
    "torch",
    "stable-baselines3",
    "transformers",
)


class RunRecord:
    """Written at the start, and again at the end of a run; a context manager.

    As a context manager it says itself how the run ended: as `ended` says, "interrupted", or
    "failed" with the first error, where one led to another.

    Args:
        folder: The run's folder.
        facts: What is known at the start: command, configuration, hash, seeds.

    Attributes:
        ended: What a run says that came to its end.
    """

    ended = "done"

    def __init__(self, folder: Path, facts: Mapping[str, object]) -> None:
        self._path = folder / MARK
        self._record: dict[str, object] = {
            "schema": 1,
            "command_line": sys.argv,
            **facts,
            "versions": versions(),
            "git_commit": git_commit(),
            "machine": machine(),
            "start": _now(),
            "end": None,
            "exit_state": "running",
        }
        write_json(self._path, self._record)

    def __enter__(self) -> RunRecord:
        """The record itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write how the run ended."""
        self.finish(self.ended if error is None else _state(error))

    def finish(self, exit_state: str) -> None:
        """Write how it ended: "done", "stopped" by the policy, "interrupted" or "failed: ..."."""
        write_json(self._path, {**self._record, "end": _now(), "exit_state": exit_state})


def _state(error: BaseException) -> str:
    """How a run ended that an error ended."""
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    return f"failed: {_first(error)}" if isinstance(error, PhysAIError) else "failed"


def _first(error: PhysAIError) -> PhysAIError:
    """Where trouble began: a full disk also stops the report of what stopped the episode."""
    first, earlier = error, error.__context__
    while earlier is not None:
        first = earlier if isinstance(earlier, PhysAIError) else first
        earlier = earlier.__context__
    return first


def versions() -> dict[str, str]:
    """Versions of the software that results depend on."""
    found = {"physai_sim": __version__, "python": platform.python_version()}
    return {**found, **{package: _version(package) for package in PACKAGES}}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def machine() -> dict[str, object]:
    """The machine, as far as results or speed depend on it."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
    }


def git_commit() -> str | None:
    """Commit of the source checkout; None where the package was installed."""
    root = Path(__file__).resolve().parents[2]
    if not (root / ".git").exists():
        return None
    command = ["git", "-C", str(root), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except OSError:
        return None
    return done.stdout.strip() or None


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
