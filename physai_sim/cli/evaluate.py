"""`physai evaluate`: scores of recorded bags, or of a suite."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from physai_sim.cli import options
from physai_sim.core.errors import ConfigError

if TYPE_CHECKING:
    from physai_sim.evaluation.evaluate import EvaluateRequest
    from physai_sim.evaluation.suites.run_suite import SuiteRequest

HERE = "physai evaluate"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateOptions:
    """What is to be scored, and what must come out."""

    bags: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders of bags or of runs, or .mcap and .db3 files."),
    ] = None
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for metrics.json, report.html and more.")
    ] = None
    topics: Annotated[
        Path | None,
        typer.Option("--topics", help="YAML file that says what topics mean (docs/evaluate.md)."),
    ] = None
    video: Annotated[
        bool, typer.Option("--video/--no-video", help="Draw a video of each episode.")
    ] = True
    suite: Annotated[
        str | None,
        typer.Option("--suite", help="Play a suite of suites/ instead of reading bags."),
    ] = None
    policy: Annotated[
        str | None, typer.Option("--policy", help="With --suite: plays in place of its policies.")
    ] = None
    processes: Annotated[
        int, typer.Option("--processes", min=1, help="With --suite: how many at once.")
    ] = 1
    resume: Annotated[
        bool, typer.Option("--resume", help="With --suite: keep what an earlier run finished.")
    ] = False
    require: Annotated[
        list[str] | None,
        typer.Option("--require", help="As 'route_completion>=0.95'; exit code 1 if missed."),
    ] = None
    as_json: Annotated[bool, typer.Option("--json", help="Print metrics.json.")] = False
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier run in the folder.")
    ] = False

    def of_bags(self) -> EvaluateRequest:
        """What bags are to be read.

        Raises:
            PhysAIError: If an option makes no sense.
        """
        from physai_sim.evaluation.each_bag import listed
        from physai_sim.evaluation.evaluate import EvaluateRequest
        from physai_sim.evaluation.ingest.topic_map import load_topic_map
        from physai_sim.evaluation.results.gates import parse

        if not self.bags:
            what = "neither a bag nor a suite was named"
            raise ConfigError(what, where=HERE, expected="BAG..., or --suite NAME")
        for option, is_given in (
            ("--policy", self.policy is not None),
            ("--processes", self.processes > 1),
            ("--resume", self.resume),
        ):
            if is_given:
                raise ConfigError("bags are read, not played", where=option, expected="--suite")
        return EvaluateRequest(
            bags=listed(self.bags),
            out=self.out,
            mode=options.chosen_mode(overwrite=self.overwrite, resume=False),
            topic_map=load_topic_map(self.topics) if self.topics is not None else None,
            requirements=tuple(parse(text) for text in self.require or ()),
            videos=self.video,
        )

    def of_suite(self, name: str) -> SuiteRequest:
        """What suite is to be played.

        Raises:
            PhysAIError: If an option makes no sense.
        """
        from physai_sim.evaluation.results.gates import parse
        from physai_sim.evaluation.suites.config import load_suite
        from physai_sim.evaluation.suites.run_suite import SuiteRequest

        if self.bags or self.topics is not None:
            raise ConfigError("a suite plays worlds and reads no bags", where="--suite", got=name)
        if self.out is None:
            raise ConfigError("a suite needs a folder", where=HERE, expected="--out DIR")
        suite = load_suite(name)
        return SuiteRequest(
            suite=suite if self.policy is None else suite.played_by(self.policy),
            out=self.out,
            mode=options.chosen_mode(overwrite=self.overwrite, resume=self.resume),
            processes=self.processes,
            require=tuple(parse(text) for text in self.require or ()),
        )


@options.command
def evaluate_bags(chosen: EvaluateOptions) -> None:
    """Score recorded bags, ours or anybody's, or play a suite of worlds and score that."""
    from physai_sim.cli.scores import show

    metrics = _from_bags(chosen) if chosen.suite is None else _from_suite(chosen, chosen.suite)
    show(metrics, chosen.out, as_json=chosen.as_json)


def _from_bags(chosen: EvaluateOptions) -> dict[str, Any]:
    from physai_sim.cli.bars import BagProgress
    from physai_sim.evaluation.evaluate import evaluate

    request = chosen.of_bags()
    with BagProgress([str(bag) for bag in request.bags]) as progress:
        return evaluate(request, progress=progress.show)


def _from_suite(chosen: EvaluateOptions, name: str) -> dict[str, Any]:
    from physai_sim.cli.bars import SuiteProgress
    from physai_sim.evaluation.suites.run_suite import run_suite

    request = chosen.of_suite(name)
    with SuiteProgress(request.suite.name) as progress:
        return run_suite(request, progress=progress.show)
