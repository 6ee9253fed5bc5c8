"""`physai record`: demonstrations as rosbag2 (MCAP) and LeRobotDataset v3, from one pass."""

from __future__ import annotations

import typer

from physai_sim.cli import options
from physai_sim.cli.progress import EpisodeProgress


@options.command
def record_episodes(chosen: options.RecordOptions) -> None:
    """Record demonstrations: a bag per episode and one LeRobot dataset, row by row the same."""
    from physai_sim.evaluation.record import DATASET, record

    request = chosen.request()
    config = request.config
    with EpisodeProgress(config.name, request.episodes, config.time_limit_steps) as progress:
        done = record(request, progress=progress.step)
    if done.left_out:
        typer.echo(f"in the bags alone: {', '.join(done.left_out)}")
    typer.echo(f"dataset: {request.out / DATASET} ({done.episodes} episodes, {done.frames} rows)")
