"""All files that a result is given as, in the folder of its run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from physai_sim.core.output import write_json
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting.report import write_report
from physai_sim.evaluation.results.jsonl import write_jsonl
from physai_sim.evaluation.results.junit import write_junit


def write_results(
    folder: Path,
    metrics: Mapping[str, Any],
    episodes: Sequence[Episode],
    videos: Sequence[Path | None],
) -> None:
    """Write metrics.json, results.jsonl, junit.xml and report.html.

    Args:
        folder: Where; it exists.
        metrics: The content of metrics.json.
        episodes: The recordings, in the order of `metrics["episodes"]`.
        videos: Their videos; None where there is none.

    Raises:
        MachineError: If they cannot be written.
    """
    write_json(folder / "metrics.json", metrics)
    write_jsonl(folder / "results.jsonl", metrics)
    write_junit(folder / "junit.xml", metrics)
    write_report(folder / "report.html", metrics, episodes, videos)
