"""What a report says of a whole run, in words and formatted numbers: the template only places it.

Why apart from the template: what is missing or unknown is decided here, where types are checked.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from physai_sim.evaluation.reporting.text import count, number, percent, shown_unit, words

# More episodes than this, and only some get a section of their own.
ALL_SHOWN = 12
FIRST_SHOWN = 3
MOST_SHOWN = 24
# Shown as the outcome already.
_HIDDEN = ("success",)
_BETTER = {"higher": "higher is better", "lower": "lower is better"}


@dataclass(frozen=True, slots=True)
class Rate:
    """The success rate; shares as percentages of a bar's length, and as text."""

    text: str
    interval: str
    sentence: str
    low: float
    high: float
    value: float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A metric as the heading of a column, or as a row of the summary."""

    name: str
    title: str
    unit: str
    better: str
    mean: str
    low: str
    high: str
    n: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, and why it is unknown if it is."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Badge:
    """How an episode ended, and whether that is good, bad or neither."""

    text: str
    tone: str


def rate(metrics: Mapping[str, Any]) -> Rate:
    """The success rate of a run."""
    found = metrics["aggregate"]["success_rate"]
    n, value = found["n"], found["value"]
    interval = f"{percent(found['low'])} to {percent(found['high'])}"
    if value is None:
        return Rate(percent(None), interval, "No episode came to its end.", 0.0, 100.0, None)
    sentence = f"{round(value * n)} of {count(n, 'episode')} succeeded"
    low, high = 100.0 * found["low"], 100.0 * found["high"]
    return Rate(percent(value), interval, sentence, low, high, 100.0 * value)


def columns(metrics: Mapping[str, Any]) -> list[Column]:
    """Every metric of a run with its summary, in the order of the run."""
    better = {
        name: result.get("better")
        for record in metrics["episodes"]
        for name, result in record["metrics"].items()
    }
    return [
        Column(
            name=name,
            title=words(name),
            unit=shown_unit(found["unit"]),
            better=_BETTER.get(better.get(name) or "", ""),
            mean=number(found["mean"]),
            low=number(found["min"]),
            high=number(found["max"]),
            n=found["n"],
        )
        for name, found in metrics["aggregate"]["metrics"].items()
        if name not in _HIDDEN
    ]


def cells(record: Mapping[str, Any], wanted: Sequence[Column]) -> list[Cell]:
    """The values of an episode, one for each column."""
    found = []
    for column in wanted:
        result = record["metrics"].get(column.name)
        if result is None:
            found.append(Cell(number(None), "this metric does not apply to the episode"))
        else:
            found.append(Cell(number(result["value"]), result.get("reason", "")))
    return found


def badge(outcome: Mapping[str, Any] | None) -> Badge:
    """How an episode ended."""
    if outcome is None:
        return Badge("interrupted", "neutral")
    if outcome["is_success"]:
        return Badge(words(outcome["reason"]), "good")
    return Badge(words(outcome["reason"]), "neutral" if _is_cut(outcome) else "bad")


def shown(records: Sequence[Mapping[str, Any]]) -> tuple[list[int], str]:
    """Which episodes get a section, and a sentence that says so if not all do.

    Returns:
        Indices into the records, rising; "" if these are all.
    """
    if len(records) <= ALL_SHOWN:
        return list(range(len(records))), ""
    failed = [i for i, record in enumerate(records) if not _succeeded(record)]
    first = range(FIRST_SHOWN)
    kept = sorted({*first, *failed[: MOST_SHOWN - FIRST_SHOWN]})
    which = f"the first {FIRST_SHOWN} and every one that did not succeed"
    if set(failed) - set(kept):
        which = f"the first {FIRST_SHOWN} and the first failures, {len(kept)} in all"
    sentence = f"Plots and videos follow for {which}; the table lists all {len(records)} episodes."
    return kept, sentence


def command(metrics: Mapping[str, Any], seeds: Sequence[int]) -> str:
    """The command line that runs episodes with these seeds again; one line for each gap."""
    lines, start = [], 0
    for end in range(1, len(seeds) + 1):
        if end < len(seeds) and seeds[end] == seeds[end - 1] + 1:
            continue
        parts = ["physai", "run", metrics["world"], "--policy", metrics["policy"]]
        for setting in metrics.get("settings", ()):
            parts += ["--set", setting]
        parts += ["--draw", metrics["draws"]] if metrics.get("draws") else []
        parts += ["--seed", str(seeds[start])]
        parts += ["--episodes", str(end - start)] if end - start > 1 else []
        lines.append(shlex.join([*parts, "--out", f"again_{seeds[start]}"]))
        start = end
    return "\n".join(lines)


def _succeeded(record: Mapping[str, Any]) -> bool:
    return record["outcome"] is not None and bool(record["outcome"]["is_success"])


def _is_cut(outcome: Mapping[str, Any]) -> bool:
    return bool(outcome["reason"] == "interrupted")
