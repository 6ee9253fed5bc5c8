"""Teach the planner's language model a synthetic task: copy, recall or arithmetic.

    python examples/hybrid.py --task recall --out out/hybrid

What is learned, and how, is in `physai_sim/training/hybrid/`; the model is in
`policies/planning/hybrid/`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from physai_sim.cli import training_options as options
from physai_sim.cli.main import main
from physai_sim.cli.options import chosen_mode
from physai_sim.core.errors import MachineError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

Task = Annotated[str, typer.Option("--task", help="copy, recall or arithmetic.")]
Steps = Annotated[int, typer.Option("--steps", min=1, help="Steps to learn for, in all.")]
Tokens = Annotated[int, typer.Option("--tokens", min=16, help="Tokens of a step, at most.")]
Rate = Annotated[float, typer.Option("--rate", min=0.0, help="Highest rate of learning.")]
Pattern = Annotated[
    str, typer.Option("--pattern", help="Blocks: M Mamba-2, E experts, * attention, - MLP.")
]
Optimiser = Annotated[
    Literal["adamw", "muon"], typer.Option("--optimiser", help="What moves the matrices.")
]
Threads = Annotated[
    int, typer.Option("--threads", min=1, help="Of torch; more are slower for small models.")
]
Device = Annotated[
    str, typer.Option("--device", help="cpu or cuda; where not told, cuda if there is one.")
]


@app.command()
def hybrid(
    *,
    out: options.Out,
    task: Task = "copy",
    steps: Steps = 600,
    tokens: Tokens = 768,
    rate: Rate = 6e-3,
    pattern: Pattern = "M*M*E",
    optimiser: Optimiser = "muon",
    device: Device = "",
    threads: Threads = 1,
    seed: options.Seed = 0,
    overwrite: options.Overwrite = False,
    resume: options.Resume = False,
) -> None:
    """Learn to predict the answers of a task."""
    try:
        import torch
    except ImportError as error:
        raise MachineError(
            f"learning needs the extra planner: {error}", expected="make setup-planner"
        ) from None
    from physai_sim.training.hybrid.loop import Settings
    from physai_sim.training.hybrid.progress import Progress
    from physai_sim.training.hybrid.run import HybridRun, learner
    from physai_sim.training.hybrid.tasks import require_task
    from policies.planning.hybrid.device import device_of

    def tell(progress: Progress) -> None:
        _, _, loss, right, _ = progress.rows[-1]
        typer.echo(f"step {progress.step}: loss {loss:.3f}, {right:.3f} right", err=True)

    require_task(task)
    torch.set_num_threads(threads)
    run = HybridRun(
        learner(pattern),
        Settings(task, steps, tokens=tokens, rate=rate, optimiser=optimiser, seed=seed),
        out,
        mode=chosen_mode(overwrite=overwrite, resume=resume),
        device=str(device_of(device or ("cuda" if torch.cuda.is_available() else "cpu"))),
    )
    typer.echo(run.go(on_note=tell))


if __name__ == "__main__":
    main(app)
