"""`physai record`: demonstrations as rosbag2 (MCAP) and LeRobotDataset v3, from one pass."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from physai_sim.cli.progress import EpisodeProgress
from physai_sim.cli.run import chosen_mode
from physai_sim.core.config import load_world
from physai_sim.evaluation.record import DATASET, record
from physai_sim.evaluation.run_request import RunRequest


def record_episodes(
    world: Annotated[str, typer.Argument(help="Name of a world, or path of a world file.")],
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder for bags/ and dataset/.")],
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
        bool, typer.Option("--raw-images", help="Bags hold raw images rather than JPEG.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier run in the folder.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep the whole episodes of an earlier run.")
    ] = False,
) -> None:
    """Record demonstrations: a bag per episode and one LeRobot dataset, row by row the same."""
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
        done = record(request, progress=progress.step)
    if done.left_out:
        typer.echo(f"in the bags alone: {', '.join(done.left_out)}")
    typer.echo(f"dataset: {out / DATASET} ({done.episodes} episodes, {done.frames} rows)")
