"""`physai generate`: synthetic rollouts of episodes, in other looks or with other physics."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from physai_sim.cli import options
from physai_sim.cli.bars import BatchProgress
from physai_sim.core.errors import ConfigError
from physai_sim.core.streams import STREAMS, chosen_streams

if TYPE_CHECKING:
    from physai_sim.generation.batch.batch_request import BatchRequest

FORMATS = ("video", "lerobot", "bag", "both")


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateOptions:
    """What is to be made of which episodes, and where it goes."""

    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="Bags, datasets, folders of runs, DATASET:INDEX, WORLD:SEED or WORLD:0-19; or a "
            "sample_args.json, to make a rollout again."
        ),
    ] = None
    out: Annotated[Path, typer.Option("--out", help="Folder for all that is written.")]
    spec: Annotated[
        list[str] | None,
        typer.Option("--spec", help="File or pattern of samples (docs/generate.md); repeatable."),
    ] = None
    generator: Annotated[str, typer.Option("--generator", help="Who makes them.")] = "resim"
    budget: Annotated[
        int | None,
        typer.Option(
            "--budget", min=1, help="Without --spec: so many looks of each source, 45 at most."
        ),
    ] = None
    form: Annotated[
        str | None,
        typer.Option("--format", help=f"What is written: {', '.join(FORMATS)}; video alone."),
    ] = None
    cameras: Annotated[
        str | None, typer.Option("--cameras", help="One to four, joined by commas; or `view`.")
    ] = None
    size: Annotated[
        str | None, typer.Option("--size", help="Columns and rows of frames, as 128x128.")
    ] = None
    fps: Annotated[int | None, typer.Option("--fps", min=1, help="Frames per second; 24.")] = None
    frames: Annotated[
        int | None, typer.Option("--frames", min=1, help="How many; as long as the source.")
    ] = None
    streams: Annotated[
        str | None,
        typer.Option(
            "--streams",
            help=f"Ground truth of each camera, joined by commas: {', '.join(STREAMS)}.",
        ),
    ] = None
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the choice of looks.")] = 0
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", help="KEY=VALUE with which sources are played, or were recorded."),
    ] = None
    processes: Annotated[int, typer.Option("--processes", min=1, help="How many at once.")] = 1
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier batch in the folder.")
    ] = False
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep the whole rollouts of an earlier time.")
    ] = False

    def request(self) -> BatchRequest:
        """What is to be made.

        Raises:
            PhysAIError: If something is not there, wrong, or contradicts itself.
        """
        from physai_sim.generation.batch.batch_request import BatchRequest, form_of
        from physai_sim.generation.batch.fitting import check_batch
        from physai_sim.generation.batch.planning import Wish, plan

        wish = Wish(
            fps=self.fps,
            num_frames=self.frames,
            cameras=_names(self.cameras),
            size_px=_size(self.size),
            streams=None if self.streams is None else chosen_streams(self.streams),
            seed=self.seed,
            budget=self.budget,
            settings=tuple(self.settings or ()),
        )
        mode = options.chosen_mode(overwrite=self.overwrite, resume=self.resume)
        planned = plan(self.sources or [], self.spec or [], wish)
        batch = BatchRequest(
            rollouts=planned.rollouts,
            out=self.out,
            mode=mode,
            form=form_of(self.form or planned.form or "video"),
            generator=self.generator,
            processes=self.processes,
            settings=planned.settings,
            notes=planned.notes,
            expects=planned.expects,
            reads=tuple(map(Path, (*(self.sources or ()), *(self.spec or ())))),
        )
        check_batch(batch)
        return batch


@options.command
def generate(chosen: GenerateOptions) -> None:
    """Make rollouts of episodes: videos with ground truth, a LeRobot dataset, bags."""
    from physai_sim.evaluation.reporting.text import count
    from physai_sim.generation.batch.run_batch import run_batch

    batch = chosen.request()
    with BatchProgress(str(batch.out)) as progress:
        made = run_batch(batch, progress=progress.show)
    rows = f", dataset of {count(made.episodes, 'episode')}" if made.episodes else ""
    frames = count(made.frames, "frame")
    typer.echo(f"{count(made.rollouts, 'rollout')}, {frames} made now{rows}: {batch.out}")


def _names(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names:
        raise ConfigError("no camera is named", where="--cameras", got=text)
    return names


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    sides = text.lower().split("x")
    if len(sides) != 2 or not all(s.isascii() and s.isdigit() and len(s) < 6 for s in sides):
        raise ConfigError("no size of frames", where="--size", got=text, expected="as 128x128")
    return (int(sides[0]), int(sides[1]))
