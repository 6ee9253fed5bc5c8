"""The files that a suite's result is given as, in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from physai_sim.core.errors import OutputError
from physai_sim.core.output import write_json
from physai_sim.evaluation.reporting.report import write_report
from physai_sim.evaluation.results.jsonl import write_jsonl
from physai_sim.evaluation.results.junit import write_junit

NAMES = ("metrics.json", "results.jsonl", "junit.xml", "report.html")


def write(folder: Path, metrics: Mapping[str, Any]) -> None:
    """Write them; plots and videos are in the reports of the runs.

    Args:
        folder: Where; it exists.
        metrics: The content of metrics.json.

    Raises:
        MachineError: If they cannot be written.
    """
    nothing = [None] * len(metrics["episodes"])
    write_json(folder / "metrics.json", metrics)
    write_jsonl(folder / "results.jsonl", metrics)
    write_junit(folder / "junit.xml", metrics)
    write_report(folder / "report.html", metrics, nothing, nothing)


def remove(folder: Path) -> None:
    """Remove those of an earlier time: while a suite runs, none may pass for its result.

    Raises:
        OutputError: If one cannot be removed.
    """
    try:
        for name in NAMES:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        what = f"a file of an earlier time cannot be removed: {error.strerror}"
        raise OutputError(what, where=str(error.filename)) from None
