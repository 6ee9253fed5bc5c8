"""`physai critic`: scores of videos, and what the critics are worth that give them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from physai_sim.cli.options import chosen_mode
from physai_sim.core.errors import ConfigError

if TYPE_CHECKING:
    from physai_sim.generation.critics.base import Critique
    from physai_sim.generation.critics.calibration.calibration import Calibration
    from physai_sim.generation.critics.calibration.cases import LeftOut
    from physai_sim.generation.critics.calibration.judging import Judged
    from physai_sim.generation.critics.scoring.best_of import Ranked

app = typer.Typer(help="Score videos from 1 to 5, and say what a score is worth.")

Name = Annotated[str, typer.Option("--critic", help="state, reason2, or file.py:Class.")]
Model = Annotated[
    Path | None, typer.Option("--model", help="Folder of a checkpoint, for a critic that sees.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="Replace an earlier result in the folder.")
]
TABLE = "calibration.json"
LOG = "judged.jsonl"


@app.callback()
def _critic() -> None:
    """Score videos from 1 to 5, and say what a score is worth."""


@app.command("score")
def score(
    videos: Annotated[
        list[Path], typer.Argument(help="Video, folder of pictures, dataset or bag; several: N.")
    ],
    *,
    truth: Annotated[
        str | None,
        typer.Option("--truth", help="What they are to show: BAG, DATASET:INDEX or WORLD:SEED."),
    ] = None,
    camera: Annotated[
        str, typer.Option("--camera", help="Of the truth, that they are seen by.")
    ] = "front_camera",
    critic: Name = "state",
    model: Model = None,
    prompt: Annotated[str, typer.Option("--prompt", help="What they are to show, in words.")] = "",
    require: Annotated[
        int | None,
        typer.Option(
            "--require", min=1, max=5, help="Exit code 1 if the best of them scores less."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score videos; of several, the best goes first, and those that score 4 or more are kept."""
    from physai_sim.generation.critics.base import open_critic
    from physai_sim.generation.critics.scoring.best_of import best_of
    from physai_sim.generation.physics.document import plain

    judge = open_critic(critic, model)
    if judge.needs_truth and truth is None:
        raise ConfigError(
            "this critic needs the truth",
            where="--truth",
            expected="BAG, DATASET:EPISODE or WORLD:SEED",
        )
    told = {str(video): _critique(judge, video, truth, camera, prompt) for video in videos}
    ranked = best_of(told.items())
    if as_json:
        rows = [{**one.to_json(), **_more(told[one.name])} for one in ranked]
        told_all = plain({"schema": 1, "critic": judge.name, "videos": rows})
        typer.echo(json.dumps(told_all, indent=2, allow_nan=False))
    else:
        _print_scores(ranked)
    if require is not None and (ranked[0].score or 0) < require:
        raise typer.Exit(1)


@app.command("calibrate")
def calibrate(
    *,
    out: Annotated[Path, typer.Option("--out", help=f"Folder for {TABLE} and {LOG}.")],
    critic: Name = "state",
    model: Model = None,
    faults: Annotated[
        str, typer.Option("--faults", help="Names joined by commas; all by default.")
    ] = "",
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="Episodes of each fault.")] = 3,
    looks: Annotated[
        int, typer.Option("--looks", min=0, max=100, help="Relit true films of each episode.")
    ] = 3,
    frames: Annotated[
        int | None, typer.Option("--frames", min=8, help="At most; whole episodes by default.")
    ] = None,
    as_json: AsJson = False,
    overwrite: Overwrite = False,
) -> None:
    """Try a critic on planted faults and on true films that merely look otherwise."""
    from physai_sim.core import registry
    from physai_sim.core.output import prepare_folder, write_json
    from physai_sim.evaluation.run_record import RunRecord
    from physai_sim.generation.critics.base import open_critic
    from physai_sim.generation.critics.calibration.calibration import calibration
    from physai_sim.generation.critics.calibration.cases import Plan, cases
    from physai_sim.generation.critics.calibration.judging import judged

    judge = open_critic(critic, model)
    chosen = tuple(filter(None, faults.split(","))) or registry.names("faults")
    for name in chosen:
        registry.find("faults", name, where="--faults")
    numbers = tuple(range(seeds))
    plan = Plan(chosen, numbers, looks=looks, frames=frames)
    prepare_folder(out, chosen_mode(overwrite=overwrite, resume=False))
    with RunRecord(out, {"critic": critic, "plan": asdict(plan)}):
        rows = list(_logged(judged(judge, cases(plan)), out / LOG))
        found = calibration(judge.name, rows)
        write_json(out / TABLE, found.to_json())
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=2, allow_nan=False))
    else:
        _print_calibration(found)


def _critique(judge: object, video: Path, truth: str | None, camera: str, prompt: str) -> Critique:
    from physai_sim.generation.critics.base import Critic, judgement
    from physai_sim.generation.physics.reading import read_clip, read_truth
    from physai_sim.generation.physics.truth import View

    assert isinstance(judge, Critic)
    clip = read_clip(video)
    if truth is None:
        return judgement(judge, clip, None, prompt)
    rows, columns = clip.frames.shape[1:3]
    view = View(camera, clip.hz, (columns, rows), len(clip.frames))
    known = read_truth(truth, view)
    return judgement(judge, clip, known, prompt or known.spec.instruction)


def _logged(rows: Iterator[Judged | LeftOut], path: Path) -> Iterator[Judged | LeftOut]:
    """Each row as soon as it is there: a critic that sees may take minutes for one."""
    with path.open("w", encoding="utf-8") as log:
        for row in rows:
            log.write(json.dumps(asdict(row), allow_nan=False) + "\n")
            log.flush()
            yield row


def _more(critique: Critique) -> dict[str, object]:
    return {"thoughts": critique.thoughts, "facts": dict(critique.facts)}


def _print_scores(ranked: Sequence[Ranked]) -> None:
    for one in ranked:
        told = "no score" if one.score is None else f"{one.score} of 5"
        mark = "best" if one.is_best else "kept" if one.kept else "dropped"
        typer.echo(f"{one.name}: {told} ({mark})")
        for reason in one.reasons:
            typer.echo(f"  {reason}")


def _print_calibration(found: Calibration) -> None:
    from physai_sim.evaluation.reporting.text import number, percent
    from physai_sim.generation.critics.calibration.calibration import fault_rows

    console = Console(highlight=False)
    table = Table("figure", "value", "95 %", "films", box=None, pad_edge=False)
    for name, figure in found.figures.items():
        interval = f"{number(figure.low)} to {number(figure.high)}"
        shown = interval if figure.value is not None else figure.reason
        table.add_row(name, number(figure.value), shown, str(figure.n))
    console.print(table)
    rows = Table("fault", "films", "mean score", "fooled", box=None, pad_edge=False)
    for row in fault_rows(found.judged):
        rows.add_row(
            row["fault"], str(row["films"]), number(row["mean_score"]), percent(row["fooled"])
        )
    console.print(rows)
    for left in found.left_out:
        console.print(f"left out: {left.reason}", style="dim")
    console.print(f"{found.critic}: {found.verdict}")
