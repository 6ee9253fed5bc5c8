"""The episodes of a report in one table, and which of them get a section of their own."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from physai_sim.evaluation.reporting.metric_table import Cell, Group, cells
from physai_sim.evaluation.reporting.text import words

# More episodes than this, and only some get a section of their own.
ALL_SHOWN = 12
FIRST_SHOWN = 3
MOST_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Badge:
    """How an episode ended, and whether that is good, bad or neither."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    """An episode in the table.

    Args:
        number: Of the episode.
        name: What tells it apart: its bag.
        badge: How it ended.
        cells: Its values by the name of their group.
        is_linked: Whether it has a section.
        lost: What its bag lost; "" if it is whole.
    """

    number: int
    name: str
    badge: Badge
    cells: Mapping[str, tuple[Cell, ...]]
    is_linked: bool
    lost: str


def episode_rows(
    metrics: Mapping[str, Any], found: Sequence[Group], *, shown: Container[int]
) -> list[Row]:
    """Every episode.

    Args:
        metrics: The content of metrics.json.
        found: Its metrics.
        shown: Numbers of the episodes that have a section.
    """
    kind = metrics.get("kind", "run")
    return [
        Row(
            number=record["episode"],
            name=record_name(record, kind),
            badge=badge(record["outcome"], kind=kind),
            cells={group.name: cells(record, group.columns) for group in found},
            is_linked=record["episode"] in shown,
            lost=record.get("lost") or "",
        )
        for record in metrics["episodes"]
    ]


def record_name(record: Mapping[str, Any], kind: str) -> str:
    """What tells an episode from others: its seed where it was played, else where it came from."""
    if kind == "run":
        return f"seed {record['seed']}"
    if kind == "suite":
        return f"{record['run']} seed {record['seed']}"
    parts = [record.get("world"), record.get("policy"), record["bag"]]
    return " · ".join(str(part) for part in parts if part)


def badge(outcome: Mapping[str, Any] | None, *, kind: str = "run") -> Badge:
    """How an episode ended; a recording that others made may never say."""
    if outcome is None:
        return Badge("interrupted" if kind == "run" else "no outcome", "neutral")
    if outcome["is_success"]:
        return Badge(words(outcome["reason"]), "good")
    tone = "neutral" if outcome["reason"] == "interrupted" else "bad"
    return Badge(words(outcome["reason"]), tone)


def chosen(records: Sequence[Mapping[str, Any]]) -> tuple[list[int], str]:
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


def _succeeded(record: Mapping[str, Any]) -> bool:
    return record["outcome"] is not None and bool(record["outcome"]["is_success"])
