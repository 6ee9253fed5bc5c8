"""`physai bag`: work on recorded bags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from physai_sim.datasets.bag_repair import repair_bag

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
    report = repair_bag(bag)
    typer.echo(f"{bag}: {report.note}")
