"""`physai record`: demonstrations as rosbag2 (MCAP) and LeRobotDataset v3, from one pass."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from physai_sim.cli import options
from physai_sim.cli.progress import EpisodeProgress


def record_episodes(
    world: options.World,
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder for bags/ and dataset/.")],
    policy: options.PolicyName = None,
    episodes: options.Episodes = 1,
    seed: options.Seed = 0,
    settings: options.Settings = None,
    raw_images: options.RawImages = False,
    overwrite: options.Overwrite = False,
    resume: options.Resume = False,
) -> None:
    """Record demonstrations: a bag per episode and one LeRobot dataset, row by row the same."""
    from physai_sim.evaluation.record import DATASET, record

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
        done = record(request, progress=progress.step)
    if done.left_out:
        typer.echo(f"in the bags alone: {', '.join(done.left_out)}")
    typer.echo(f"dataset: {out / DATASET} ({done.episodes} episodes, {done.frames} rows)")
