"""`physai replay`: what a policy decides on what was recorded, and how far that is from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from physai_sim.cli import options
from physai_sim.core.errors import ConfigError
from physai_sim.core.timing import span_ns

if TYPE_CHECKING:
    from physai_sim.evaluation.replay.request import ReplayRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayOptions:
    """What is to be replayed, and how it is compared."""

    bags: Annotated[
        list[Path], typer.Argument(help="Folders of bags or of runs, or .mcap and .db3 files.")
    ]
    policy: Annotated[str, typer.Option("--policy", help="Name or file.py:Class.")]
    horizon: Annotated[
        str, typer.Option("--horizon", help="How far plans are compared, as 6.4s or 800ms.")
    ] = "6.4s"
    hold: Annotated[
        bool, typer.Option("--hold", help="Hold the last action of a shorter chunk until there.")
    ] = False
    perturb: Annotated[
        list[str] | None,
        typer.Option(
            "--perturb",
            help="A what-if beside it: instruction=TEXT, drop=SENSOR, drop=SENSOR@2s-4s, "
            "delay=SENSOR:0.3s or noise=SENSOR:SIGMA; repeatable.",
        ),
    ] = None
    topics: Annotated[
        Path | None,
        typer.Option("--topics", help="YAML file that says what topics mean (docs/evaluate.md)."),
    ] = None
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for metrics.json, plans and report.html.")
    ] = None
    require: Annotated[
        list[str] | None,
        typer.Option("--require", help="As 'min_ade<=1.5'; exit code 1 if missed."),
    ] = None
    as_json: Annotated[bool, typer.Option("--json", help="Print metrics.json.")] = False
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier replay in the folder.")
    ] = False

    def request(self) -> ReplayRequest:
        """Say what is to be replayed.

        Raises:
            PhysAIError: If an option makes no sense.
        """
        from physai_sim.evaluation.each_bag import listed
        from physai_sim.evaluation.ingest.topic_map import load_topic_map
        from physai_sim.evaluation.replay.perturbations import perturbation
        from physai_sim.evaluation.replay.request import MAX_HORIZON_NS, ReplayRequest
        from physai_sim.evaluation.results.gates import parse

        horizon_ns = span_ns(self.horizon, where="--horizon")
        if not 0 < horizon_ns <= MAX_HORIZON_NS:
            expected = f"more than 0, at most {MAX_HORIZON_NS / 1e9:g}s"
            raise ConfigError("no horizon", where="--horizon", got=self.horizon, expected=expected)
        return ReplayRequest(
            bags=listed(self.bags),
            policy=self.policy,
            horizon_ns=horizon_ns,
            hold=self.hold,
            perturbations=tuple(perturbation(text) for text in self.perturb or ()),
            topic_map=load_topic_map(self.topics) if self.topics is not None else None,
            requirements=tuple(parse(text) for text in self.require or ()),
            out=self.out,
            mode=options.chosen_mode(overwrite=self.overwrite, resume=False),
        )


@options.command
def replay_bags(chosen: ReplayOptions) -> None:
    """Let a policy decide on recorded bags, open loop, and compare with what was done."""
    from physai_sim.cli.bars import BagProgress
    from physai_sim.cli.scores import show
    from physai_sim.evaluation.replay.replay import replay
    from physai_sim.evaluation.reporting.what_if import what_ifs

    request = chosen.request()
    with BagProgress([str(bag) for bag in request.bags]) as progress:
        metrics = replay(request, progress=progress.show)
    if not chosen.as_json:
        for sentence in what_ifs(metrics):
            typer.echo(sentence)
    show(metrics, chosen.out, as_json=chosen.as_json)
