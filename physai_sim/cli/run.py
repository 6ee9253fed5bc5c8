"""`physai run`: episodes of a world, recorded, scored and reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from physai_sim.cli import options
from physai_sim.cli.progress import EpisodeProgress


@options.command
def run_episodes(chosen: options.Options) -> None:
    """Run episodes of a world: one bag and one video each, metrics.json and report.html."""
    from physai_sim.evaluation.run import run

    request = chosen.request()
    config = request.config
    with EpisodeProgress(config.name, request.episodes, config.time_limit_steps) as progress:
        metrics = run(request, progress=progress.step)
    typer.echo(_summary(metrics, request.out))


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
