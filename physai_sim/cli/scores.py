"""Shows what metrics.json says: a table, or the document itself; the exit code follows from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

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
    from physai_sim.evaluation.reporting.text import number, shown_unit, words

    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("metric")
    for heading in ("mean", "least", "greatest", "n"):
        table.add_column(heading, justify="right")
    table.add_column("unit")
    table.add_column("why unknown", style="dim", overflow="fold")
    for name, found in metrics["aggregate"]["metrics"].items():
        values = [number(found[key]) for key in ("mean", "min", "max")]
        unit, reason = shown_unit(found["unit"]), _reason(metrics, name, found["n"])
        table.add_row(words(name), *values, str(found["n"]), unit, reason)
    console = Console(highlight=False)
    console.print(table)
    for recording in metrics.get("recordings", ()):
        for text in (recording["lost"], *(fault["text"] for fault in recording["faults"])):
            if text:
                console.print(f"{recording['bag']}: {text}", style="yellow")
    for check in metrics.get("requirements", ()):
        mark = "passed" if check["ok"] else f"missed: {check['reason']}"
        console.print(f"{check['text']}: {mark}", style="" if check["ok"] else "red")


def _reason(metrics: Mapping[str, Any], name: str, known: int) -> str:
    """Why a metric is unknown in all episodes; the reasons of single ones are in the report."""
    if known:
        return ""
    results = (record["metrics"].get(name) for record in metrics["episodes"])
    return next((one["reason"] for one in results if one is not None), "")
