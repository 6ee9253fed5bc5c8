"""`physai compare`: whether two results differ by more than noise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from physai_sim.cli.options import chosen_mode

MISSED = 1
# Verdicts that a table has nothing to say of.
_UNTOLD = ("equal", "too few pairs")
_STYLES = {"better": "green", "worse": "red", "different": "yellow"}


def compare_results(
    a: Annotated[Path, typer.Argument(help="Folder of a result, or its metrics.json.")],
    b: Annotated[Path, typer.Argument(help="Another one; it is compared with the first.")],
    *,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for comparison.json and comparison.html.")
    ] = None,
    require_no_worse: Annotated[
        list[str] | None,
        typer.Option(
            "--require-no-worse",
            help="METRIC or METRIC:MARGIN; exit code 1 if the second is worse; repeatable.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print comparison.json.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier comparison in the folder.")
    ] = False,
) -> None:
    """Compare two results of run, evaluate, replay or a suite, episode by episode."""
    from physai_sim.evaluation.comparison.compare import compare
    from physai_sim.evaluation.comparison.folder import write_comparison
    from physai_sim.evaluation.comparison.margins import parse_no_worse

    wanted = [parse_no_worse(text) for text in require_no_worse or ()]
    comparison = compare(a, b, requirements=wanted)
    if out is not None:
        write_comparison(out, comparison, mode=chosen_mode(overwrite=overwrite, resume=False))
    if as_json:
        typer.echo(json.dumps(comparison, indent=2, allow_nan=False))
    else:
        _print(comparison)
        if out is not None:
            typer.echo(f"report: {out / 'comparison.html'}")
    if not all(one["ok"] for one in comparison["requirements"]):
        raise typer.Exit(MISSED)


def _print(comparison: Mapping[str, Any]) -> None:
    from physai_sim.evaluation.comparison.words import sentences

    console = Console(highlight=False)
    metrics = comparison["metrics"]
    apart = {told: [n for n in metrics if metrics[n]["verdict"] == told] for told in _UNTOLD}
    if shown := {n: one for n, one in metrics.items() if one["verdict"] not in _UNTOLD}:
        console.print(_table(shown))
    listed = [f"{told}: {', '.join(names)}." for told, names in apart.items() if names]
    for sentence in (*listed, *sentences(comparison)):
        console.print(Text(sentence[0].upper() + sentence[1:]))
    for one in comparison["requirements"]:
        told = "passed" if one["ok"] else f"missed: {one['reason']}"
        console.print(Text(f"no worse {one['text']}: {told}", style="" if one["ok"] else "red"))


def _table(metrics: Mapping[str, Any]) -> Table:
    from physai_sim.evaluation.reporting.text import number, shown_unit

    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("metric", overflow="fold", min_width=16)
    for heading in ("A", "B", "B - A (95 %)", "p", "wins", "n"):
        table.add_column(heading, justify="right")
    table.add_column("B is", no_wrap=True)
    for name, one in metrics.items():
        unit = f" [{unit}]" if (unit := shown_unit(one["unit"])) else ""
        keys = ("mean_a", "mean_b", "difference", "low", "high", "p")
        a, b, mean, low, high, p = (number(one[key]) for key in keys)
        wins = f"{one['wins']}:{one['losses']}"
        verdict = Text(one["verdict"], style=_STYLES.get(one["verdict"], "dim"))
        interval = f"{mean} ({low} to {high})"
        table.add_row(Text(name + unit), a, b, interval, p, wins, str(one["n"]), verdict)
    return table
