"""`physai doctor`: does this machine do what the package needs?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from physai_sim.doctor.base import Line, examine
from physai_sim.evaluation.run_record import machine, versions

_COLOURS = {"ok": typer.colors.GREEN, "note": typer.colors.YELLOW, "FAIL": typer.colors.RED}


def examine_machine(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Try out what the package needs of this machine; exit code 2 if something fails."""
    lines: list[Line] = []
    for line in examine():
        if not as_json:
            _print(line, lines)
        lines.append(line)
    if as_json:
        typer.echo(json.dumps(_document(lines), indent=2))
    else:
        typer.echo(_summary(lines))
    if any(line.failed for line in lines):
        raise typer.Exit(2)


def _print(line: Line, earlier: Sequence[Line]) -> None:
    """What keeps several checks from working is told once."""
    mark = typer.style(f"{line.finding.mark:4}", fg=_COLOURS[line.finding.mark])
    same = next((e.check for e in earlier if line.failed and e.finding == line.finding), None)
    remedy = f"; {line.remedy}" if line.remedy else ""
    text = f"as {same}" if same else f"{line.finding.found}{remedy}"
    typer.echo(f"{mark}  {line.check:<12}  {text}")


def _summary(lines: Sequence[Line]) -> str:
    failed = [line.check for line in lines if line.failed]
    if failed:
        return f"{len(failed)} of {len(lines)} checks failed: {', '.join(failed)}"
    return f"none of {len(lines)} checks failed"


def _document(lines: Sequence[Line]) -> dict[str, object]:
    return {
        "schema": 1,
        "machine": {**machine(), "versions": versions()},
        "ok": not any(line.failed for line in lines),
        "checks": [
            {
                "name": line.check,
                "mark": line.finding.mark.lower(),
                "found": line.finding.found,
                "remedy": line.remedy,
            }
            for line in lines
        ],
    }
