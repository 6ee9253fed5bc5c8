"""The runs of a suite in its report: how each went, and where its own report is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from physai_sim.evaluation.reporting.text import percent

SENTENCE = "Plots and videos are in the report of each run; the table lists all episodes."


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run of a suite.

    Args:
        name: Its name, which is that of its folder.
        report: Address of its own report, from that of the suite.
        world: Where it was.
        policy: Who played.
        share: How many episodes succeeded.
        interval: Where that share lies with 95 % confidence.
        required: How many of its requirements are met; "" where there are none.
        tone: good or bad.
    """

    name: str
    report: str
    world: str
    policy: str
    share: str
    interval: str
    required: str
    tone: str


def runs(metrics: Mapping[str, Any]) -> tuple[RunRow, ...]:
    """The runs of a suite in its order; none where the metrics are not of a suite."""
    return tuple(_row(name, run) for name, run in metrics.get("runs", {}).items())


def _row(name: str, run: Mapping[str, Any]) -> RunRow:
    rate, checks = run["aggregate"]["success_rate"], run["requirements"]
    met = sum(bool(check["ok"]) for check in checks)
    known = rate["value"] is not None
    return RunRow(
        name=name,
        report=f"{name}/report.html",
        world=run["world"],
        policy=run["policy"],
        share=f"{round(rate['value'] * rate['n'])} of {rate['n']}" if known else percent(None),
        interval=f"{percent(rate['low'])} to {percent(rate['high'])}" if known else "",
        required=f"{met} of {len(checks)} met" if checks else "",
        tone="good" if met == len(checks) else "bad",
    )
