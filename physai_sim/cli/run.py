"""`physai run`: episodes of a world, recorded, scored and reported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from physai_sim.cli.progress import EpisodeProgress
from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.core.output import Mode
from physai_sim.evaluation.run import run
from physai_sim.evaluation.run_request import RunRequest


def run_episodes(
    world: Annotated[str, typer.Argument(help="Name of a world, or path of a world file.")],
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder for bags, videos, metrics, report.")],
    policy: Annotated[
        str | None,
        typer.Option("--policy", help="Name or file.py:Class; the world's expert by default."),
    ] = None,
    episodes: Annotated[int, typer.Option("--episodes", min=1, help="How many.")] = 1,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the first episode.")] = 0,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="KEY=VALUE in the world file; repeatable.")
    ] = None,
    raw_images: Annotated[
        bool, typer.Option("--raw-images", help="Record raw images rather than JPEG.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier run in the folder.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep the whole episodes of an earlier run.")
    ] = False,
) -> None:
    """Run episodes of a world: one bag and one video each, metrics.json and report.html."""
    config = load_world(world, settings or [])
    request = RunRequest(
        config=config,
        policy=policy or config.expert,
        episodes=episodes,
        seed=seed,
        out=out,
        mode=chosen_mode(overwrite=overwrite, resume=resume),
        raw_images=raw_images,
        settings=tuple(settings or ()),
    )
    with EpisodeProgress(config.name, episodes, config.time_limit_steps) as progress:
        metrics = run(request, progress=progress.step)
    typer.echo(_summary(metrics, out))


def chosen_mode(*, overwrite: bool, resume: bool) -> Mode:
    """The mode of two options that exclude each other.

    Raises:
        ConfigError: If both are given.
    """
    if overwrite and resume:
        raise ConfigError("--overwrite and --resume contradict each other", expected="one of them")
    return "overwrite" if overwrite else "resume" if resume else "new"


def _summary(metrics: dict[str, Any], out: Path) -> str:
    rate, timing = metrics["aggregate"]["success_rate"], metrics["timing"]
    share = "unknown" if rate["value"] is None else f"{rate['value']:.2f}"
    ratio = timing["wall_per_simulated"]
    speed = "" if ratio is None else f", {ratio:.2f} s per simulated second"
    return (
        f"{metrics['world']}: success {share} "
        f"(95 %: {rate['low']:.2f} to {rate['high']:.2f}, n = {rate['n']}){speed}\n"
        f"report: {out / 'report.html'}"
    )
