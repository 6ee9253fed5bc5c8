"""`physai curate`: which rollouts of a batch are worth keeping, and why the others are not."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn
from rich.table import Table

from physai_sim.cli import options
from physai_sim.cli.bars import Bar

if TYPE_CHECKING:
    from physai_sim.generation.curation.curate import Curated
    from physai_sim.generation.curation.curate_request import CurateRequest

NOTHING_KEPT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CurateOptions:
    """Which rollouts, and what they must fulfil."""

    batch: Annotated[Path, typer.Argument(help="Folder that `physai generate` wrote.")]
    out: Annotated[Path, typer.Option("--out", help="Folder for all that is written.")]
    min_motion: Annotated[
        float | None,
        typer.Option(
            "--min-motion", help="Widths of the picture a frame; films that move less go."
        ),
    ] = None
    max_likeness: Annotated[
        float | None,
        typer.Option("--max-likeness", help="0 to 1; films that are as like an earlier one go."),
    ] = None
    min_survival: Annotated[
        float | None,
        typer.Option(
            "--min-survival",
            help="0 to 1; share of the true film's frames in which each label must fit.",
        ),
    ] = None
    physics: Annotated[
        bool, typer.Option("--physics", help="Films go whose physics report fails.")
    ] = False
    best_of: Annotated[
        int | None,
        typer.Option("--best-of", min=1, help="Keep the best of so many rollouts of one source."),
    ] = None
    stride: Annotated[
        int | None, typer.Option("--stride", min=1, help="The most frames of a piece of a film.")
    ] = None
    shard: Annotated[
        str, typer.Option("--shard", help="What is kept is written: webdataset, lerobot, none.")
    ] = "none"
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier curation in the folder.")
    ] = False
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep what an earlier time has measured.")
    ] = False

    def request(self) -> CurateRequest:
        """What is asked for.

        Raises:
            PhysAIError: If an option makes no sense.
        """
        from physai_sim.generation.curation.curate_request import CurateRequest, form_of
        from physai_sim.generation.curation.duplicates import MAX_LIKENESS
        from physai_sim.generation.curation.stillness import MIN_MOTION

        return CurateRequest(
            batch=self.batch,
            out=self.out,
            mode=options.chosen_mode(overwrite=self.overwrite, resume=self.resume),
            min_motion=MIN_MOTION if self.min_motion is None else self.min_motion,
            max_likeness=MAX_LIKENESS if self.max_likeness is None else self.max_likeness,
            min_survival=self.min_survival,
            physics=self.physics,
            best_of=self.best_of,
            stride=self.stride,
            shard=form_of(self.shard),
        )


@options.command
def curate_rollouts(chosen: CurateOptions) -> None:
    """Keep the rollouts that move, are unlike the others, fit their labels and obey physics."""
    from physai_sim.generation.curation.curate import curate

    request = chosen.request()
    with Bar(MofNCompleteColumn()) as bar:
        found = curate(request, progress=bar.set)
    if chosen.as_json:
        typer.echo(json.dumps({"schema": 1, "out": str(request.out), **asdict(found)}, indent=2))
    else:
        _print(found, request)
    if not found.kept:
        typer.echo(f"physai: nothing is kept of {found.rollouts} rollouts", err=True)
        raise typer.Exit(NOTHING_KEPT)


def _print(found: Curated, request: CurateRequest) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("rollouts")
    table.add_column("count", justify="right")
    table.add_row("kept", str(found.kept), style="green")
    for step, count in found.dropped.items():
        table.add_row(f"dropped: {step}", str(count))
    Console(highlight=False).print(table)
    shards = f", {found.shards} of {request.shard}" if found.shards else ""
    typer.echo(f"{found.kept} of {found.rollouts} rollouts kept{shards}: {request.out}")
