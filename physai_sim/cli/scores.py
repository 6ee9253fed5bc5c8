"""Shows what metrics.json says: a table, or the document itself; the exit code follows from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

UNREADABLE = 2
MISSED = 1


def show(metrics: Mapping[str, Any], out: Path | None, *, as_json: bool) -> None:
    """Print a result, complain of what was not read, and leave with the exit code.

    Args:
        metrics: The content of metrics.json.
        out: Where it was written; None if nowhere.
        as_json: Whether standard output gets the document instead of a table.

    Raises:
        Exit: With 1 if a requirement was missed, 2 if a bag could not be read.
    """
    if as_json:
        typer.echo(json.dumps(metrics, indent=2, allow_nan=False))
    else:
        _print(metrics)
        if out is not None:
            typer.echo(f"report: {out / 'report.html'}")
    for one in metrics["unreadable"]:
        typer.echo(f"physai: {one['reason']}", err=True)
    if metrics["unreadable"]:
        raise typer.Exit(UNREADABLE)
    if not all(check["ok"] for check in metrics.get("requirements", ())):
        raise typer.Exit(MISSED)


def _print(metrics: Mapping[str, Any]) -> None:
    console = Console(highlight=False)
    for table in (_known(metrics), _unknown(metrics)):
        if table.row_count:
            console.print(table)
    if not metrics["aggregate"]["metrics"]:
        console.print("there is nothing to score", style="yellow")
    for text in _doubts(metrics):
        console.print(Text(text, style="yellow"))
    for check in metrics.get("requirements", ()):
        console.print(Text(_verdict(check), style="" if check["ok"] else "red"))


def _doubts(metrics: Mapping[str, Any]) -> Iterator[str]:
    """What was lost of recordings or left out, and what a policy was not shown in a replay."""
    for recording in metrics.get("recordings", ()):
        for text in (recording["lost"], *(fault["text"] for fault in recording["faults"])):
            if text:
                yield f"{recording['bag']}: {text}"
    for record in metrics["episodes"]:
        for fault in record.get("replay", {}).get("faults", ()):
            what = f"{fault['topic']}: " if fault["topic"] else ""
            yield f"{record['bag']}: {what}{fault['count']} {fault['text']}"


def _known(metrics: Mapping[str, Any]) -> Table:
    """A row for each metric that is known in an episode, by the names that `--require` takes."""
    from physai_sim.evaluation.reporting.text import number, shown_unit

    table = _table("metric")
    for heading in ("mean", "least", "greatest", "n"):
        table.add_column(heading, justify="right")
    table.add_column("unit")
    for name, found in _grouped(metrics):
        if found["n"]:
            values = [number(found[key]) for key in ("mean", "min", "max")]
            # What is pooled is no mean: it may lie beyond the greatest value of an episode.
            unit = [shown_unit(found["unit"]), "pooled" if found["pooled"] else ""]
            table.add_row(name, *values, str(found["n"]), ", ".join(filter(None, unit)))
    return table


def _unknown(metrics: Mapping[str, Any]) -> Table:
    """A row for each reason for which metrics are unknown in all episodes."""
    whose: dict[str, list[str]] = {}
    for name, found in _grouped(metrics):
        if not found["n"]:
            whose.setdefault(_reason(metrics, name), []).append(name)
    table = _table("unknown")
    table.add_column("why", style="dim", overflow="fold")
    for reason, names in whose.items():
        table.add_row(", ".join(names), reason)
    return table


def _table(first: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(first, overflow="fold")
    return table


def _grouped(metrics: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Summaries of metrics by their names, what is of one kind together."""
    from physai_sim.evaluation.metrics.base import Group

    order = get_args(Group)
    groups = {
        name: one["group"]
        for record in metrics["episodes"]
        for name, one in record["metrics"].items()
    }
    summaries = metrics["aggregate"]["metrics"].items()
    return sorted(summaries, key=lambda item: (order.index(groups[item[0]]), item[0]))


def _verdict(check: Mapping[str, Any]) -> str:
    from physai_sim.evaluation.reporting.text import number

    if check["ok"]:
        return f"{check['text']}: passed"
    value = "" if check["value"] is None else f"it is {number(check['value'])}"
    return f"{check['text']}: missed: {', '.join(filter(None, (value, check['reason'])))}"


def _reason(metrics: Mapping[str, Any], name: str) -> str:
    """Why a metric is unknown in all episodes; the reasons of single ones are in the report."""
    results = (record["metrics"].get(name) for record in metrics["episodes"])
    return next((one["reason"] for one in results if one is not None), "")
