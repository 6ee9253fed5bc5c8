"""`physai run`: episodes of a world, recorded, scored and reported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from physai_sim.cli import options
from physai_sim.cli.progress import EpisodeProgress


def run_episodes(
    world: options.World,
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder for bags, videos, metrics, report.")],
    policy: options.PolicyName = None,
    episodes: options.Episodes = 1,
    seed: options.Seed = 0,
    settings: options.Settings = None,
    raw_images: options.RawImages = False,
    overwrite: options.Overwrite = False,
    resume: options.Resume = False,
) -> None:
    """Run episodes of a world: one bag and one video each, metrics.json and report.html."""
    from physai_sim.evaluation.run import run

    request = options.request_of(
        world,
        out=out,
        policy=policy,
        episodes=episodes,
        seed=seed,
        settings=settings,
        raw_images=raw_images,
        mode=options.chosen_mode(overwrite=overwrite, resume=resume),
    )
    config = request.config
    with EpisodeProgress(config.name, episodes, config.time_limit_steps) as progress:
        metrics = run(request, progress=progress.step)
    typer.echo(_summary(metrics, out))


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
