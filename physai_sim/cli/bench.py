"""`physai bench`: figures of merit with their bars."""

from __future__ import annotations

import dataclasses
import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from physai_sim.benches.base import Bench, Row
from physai_sim.core import registry
from physai_sim.evaluation.run_record import machine, versions


def run_bench(
    name: Annotated[str, typer.Argument(help="Which; see `physai list benches`.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="A short version.")] = False,
) -> None:
    """Measure something; exit code 1 if a bar is missed."""
    bench: Bench = registry.find("benches", name)()
    rows = bench.run(quick=quick)
    if as_json:
        typer.echo(json.dumps(_document(name, rows, quick=quick), indent=2))
    else:
        Console().print(_table(rows))
    if any(row.ok is False for row in rows):
        raise typer.Exit(1)


def _document(name: str, rows: list[Row], *, quick: bool) -> dict[str, object]:
    return {
        "schema": 1,
        "bench": name,
        "machine": {**machine(), "versions": versions()},
        "config": {"quick": quick},
        "rows": [{**dataclasses.asdict(row), "ok": row.ok} for row in rows],
    }


def _table(rows: list[Row]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("row", "value", "bar", "", "note"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        value = "-" if row.value is None else f"{row.value:.3g} {row.unit}".strip()
        verdict = {True: "ok", False: "[red]missed[/red]", None: "not run"}[row.ok]
        table.add_row(row.name, value, f"{row.op} {row.bar:g}", verdict, row.note)
    return table
