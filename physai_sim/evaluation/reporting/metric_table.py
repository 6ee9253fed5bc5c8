"""The metrics of a report as columns and cells, sorted into groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from physai_sim.evaluation.reporting.text import number, shown_unit, split_unit, words

# In the order of a page.
GROUPS = {
    "driving": "Driving",
    "manipulation": "Manipulation",
    "open_loop": "Open loop",
    "task": "Task",
    "system": "System",
}
MOST_PARTS = 12
# Shown as the outcome already.
_HIDDEN = ("success",)
_BETTER = {"higher": "higher is better", "lower": "lower is better"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, and why it is unknown if it is."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Column:
    """A metric as the heading of a column, or as a row of the summary.

    Args:
        name: Of the metric.
        group: One of `GROUPS`.
        title: The name as a person reads it.
        unit: "" for a plain number.
        better: Which values are; "" where neither.
        mean: Over all episodes, or what they say together.
        low: The least value.
        high: The greatest value.
        n: Number of episodes in which it is known.
        pooled: What all episodes say together, in words.
    """

    name: str
    group: str
    title: str
    unit: str
    better: str
    mean: Cell
    low: str
    high: str
    n: int
    pooled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Metrics about one thing."""

    name: str
    title: str
    columns: tuple[Column, ...]


def groups(metrics: Mapping[str, Any]) -> tuple[Group, ...]:
    """Every metric with its summary, in groups; a group without a metric is left out."""
    columns = _columns(metrics)
    # A replayed policy did not act: what it planned comes before what was driven.
    first = "open_loop" if metrics.get("kind") == "replay" else ""
    found = [
        Group(name, title, tuple(column for column in columns if column.group == name))
        for name, title in sorted(GROUPS.items(), key=lambda item: item[0] != first)
    ]
    return tuple(group for group in found if group.columns)


def cells(record: Mapping[str, Any], wanted: Sequence[Column]) -> tuple[Cell, ...]:
    """The values of an episode, one for each column."""
    results = record["metrics"]
    absent = Cell(number(None), "this metric does not apply to the episode")
    return tuple(
        cell(results[column.name]) if column.name in results else absent for column in wanted
    )


def cell(result: Mapping[str, Any]) -> Cell:
    """The value of a metric."""
    return Cell(number(result["value"]), result.get("reason", ""))


def parts(numbers: Mapping[str, float | None]) -> tuple[str, ...]:
    """Numbers by name, the first ones: each in words with its unit; topics keep their names."""
    found = []
    for name, value in list(numbers.items())[:MOST_PARTS]:
        title, unit = (name, "") if name.startswith("/") else split_unit(name)
        found.append(f"{title} {number(value)} {unit}".strip())
    left = len(numbers) - len(found)
    return (*found, *([f"and {left} more in metrics.json"] if left else []))


def _columns(metrics: Mapping[str, Any]) -> list[Column]:
    results = {
        name: result
        for record in metrics["episodes"]
        for name, result in record["metrics"].items()
    }
    summaries = metrics["aggregate"]["metrics"].items()
    return [
        _column(name, results.get(name, {}), summary)
        for name, summary in summaries
        if name not in _HIDDEN
    ]


def _column(name: str, result: Mapping[str, Any], summary: Mapping[str, Any]) -> Column:
    group = result.get("group", "task")
    reason = "" if summary["mean"] is not None else result.get("reason", "")
    return Column(
        name=name,
        group=group if group in GROUPS else "task",
        title=words(name),
        unit=shown_unit(summary["unit"]),
        better=_BETTER.get(result.get("better") or "", ""),
        mean=Cell(number(summary["mean"]), reason),
        low=number(summary["min"]),
        high=number(summary["max"]),
        n=summary["n"],
        pooled=parts(summary.get("pooled", {})),
    )
