"""`physai bag`: work on recorded bags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from physai_sim.core.output import Mode

app = typer.Typer(help="Work on recorded bags.", no_args_is_help=True)


@app.callback()
def _bag() -> None:
    """Work on recorded bags."""


@app.command("repair")
def repair(
    bag: Annotated[Path, typer.Argument(help="Folder of the bag, or its .mcap file.")],
) -> None:
    """Rebuild index and metadata of a bag whose recording was cut off.

    Everything up to the last whole chunk is kept; the damaged file stays beside it.
    """
    from physai_sim.datasets.bag_repair import repair_bag

    report = repair_bag(bag)
    typer.echo(f"{bag}: {report.note}")


@app.command("export")
def export(
    bags: Annotated[list[Path], typer.Argument(help="Folders of bags, one episode each.")],
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder for dataset/ and alignment.json.")],
    max_skew_ms: Annotated[
        float | None,
        typer.Option(
            "--max-skew-ms",
            min=0.0,
            help="Greatest age of a reading at its row; less than the sensor's period by default.",
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier export in the folder.")
    ] = False,
) -> None:
    """Make a LeRobot dataset of bags; exit code 1 if their streams do not fit together."""
    from physai_sim.evaluation.bag_export import DATASET, export_bags

    mode: Mode = "overwrite" if overwrite else "new"
    done = export_bags(bags, out, mode=mode, max_skew_ms=max_skew_ms)
    if done.refused is not None:
        typer.echo(f"physai: refused: {done.refused}", err=True)
        raise typer.Exit(1)
    if done.left_out:
        typer.echo(f"in the bags alone: {', '.join(done.left_out)}")
    typer.echo(
        f"dataset: {out / DATASET} ({done.episodes} episodes, {done.rows} rows; {done.fit})"
    )
