"""The options that the programs in `examples/` share, and how they say how far they have come."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from physai_sim.training.history import History

Out = Annotated[Path, typer.Option("--out", help="Folder for the policy and all about it.")]
World = Annotated[str, typer.Option("--world", help="Name of a world, or path of a world file.")]
Minutes = Annotated[float, typer.Option("--minutes", min=0.0, help="Wall time to learn for.")]
Steps = Annotated[
    int | None, typer.Option("--steps", min=1, help="Control steps to learn for; no limit else.")
]
Processes = Annotated[
    int, typer.Option("--processes", min=1, max=64, help="Copies of the world that step at once.")
]
Every = Annotated[
    float, typer.Option("--checkpoint-every", min=0.0, help="Seconds that a kill may cost.")
]
Episodes = Annotated[int, typer.Option("--episodes", min=1, help="Fresh ones to judge by.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Of everything that is drawn.")]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="Replace an earlier training in the folder.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on from the last checkpoint.")]


def tell(history: History) -> None:
    """Say on standard error how far a training has come."""
    share = history.recent_success()
    success = "no episode yet" if share is None else f"success {share:.2f} of late"
    typer.echo(f"{history.steps} steps in {history.seconds:.0f} s: {success}", err=True)
