"""`physai physics`: a video held against the engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from physai_sim.cli import options
from physai_sim.core.errors import ConfigError

if TYPE_CHECKING:
    from physai_sim.generation.physics.check_request import CheckRequest

MISSED = 1
STYLES = {"pass": "green", "fail": "red", "unknown": "dim"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PhysicsOptions:
    """Which video, which truth, and what must come out."""

    video: Annotated[Path, typer.Argument(help="Video file, folder of PNG files, dataset or bag.")]
    truth: Annotated[
        str,
        typer.Option("--truth", help="What it is to show: BAG, DATASET[:EPISODE], WORLD:SEED."),
    ]
    camera: Annotated[
        str | None, typer.Option("--camera", help="Of the world; its first by default.")
    ] = None
    masks: Annotated[
        Path | None,
        typer.Option("--masks", help="Where bodies are seen (.npz or label PNGs); else tracked."),
    ] = None
    depth: Annotated[
        Path | None, typer.Option("--depth", help="Depth of the video in metres (.npy or .npz).")
    ] = None
    frames: Annotated[
        int | None,
        typer.Option("--frames", min=2, help="Frames of the truth; to its end by default."),
    ] = None
    fps: Annotated[
        int | None, typer.Option("--fps", min=1, help="Rate of a folder of PNG files.")
    ] = None
    other: Annotated[
        Path | None,
        typer.Option("--other", help="Another video from the same start, with other actions."),
    ] = None
    other_truth: Annotated[
        str | None, typer.Option("--other-truth", help="What that one is to show.")
    ] = None
    variant: Annotated[
        list[Path] | None,
        typer.Option(
            "--variant", help="The same episode in other looks, for diversity; repeatable."
        ),
    ] = None
    lpips: Annotated[
        bool, typer.Option("--lpips", help="Tell diversity by LPIPS too (`pip install lpips`).")
    ] = False
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="KEY=VALUE in the world file; repeatable.")
    ] = None
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for physics.json and physics.html.")
    ] = None
    require: Annotated[
        list[str] | None,
        typer.Option("--require", help="As 'state_error<=0.02'; exit code 1 if missed."),
    ] = None
    as_json: Annotated[bool, typer.Option("--json", help="Print physics.json.")] = False
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier report in the folder.")
    ] = False

    def request(self) -> CheckRequest:
        """What is to be checked.

        Raises:
            PhysAIError: If an option makes no sense.
        """
        from physai_sim.generation.physics.check_request import CheckRequest, Pair
        from physai_sim.generation.physics.requirements import parse

        if (self.other is None) != (self.other_truth is None):
            what = "another video needs a truth of its own, and that a video"
            raise ConfigError(what, where="--other", expected="--other VIDEO --other-truth NAME")
        other = None
        if self.other is not None and self.other_truth is not None:
            other = Pair(self.other, self.other_truth)
        return CheckRequest(
            Pair(self.video, self.truth),
            camera=self.camera,
            hz=self.fps,
            frames=self.frames,
            masks=self.masks,
            depth=self.depth,
            other=other,
            variants=tuple(self.variant or ()),
            lpips=self.lpips,
            settings=tuple(self.settings or ()),
            out=self.out,
            mode=options.chosen_mode(overwrite=self.overwrite, resume=False),
            required=tuple(parse(text) for text in self.require or ()),
        )


@options.command
def check_physics(chosen: PhysicsOptions) -> None:
    """Check a video against the engine: every measure beside what the truth itself scores."""
    from physai_sim.generation.physics.checking import PAGE_FILE, check

    found = check(chosen.request())
    if chosen.as_json:
        typer.echo(json.dumps(found, indent=2, allow_nan=False))
    else:
        _print(found)
        if chosen.out is not None:
            typer.echo(f"report: {chosen.out / PAGE_FILE}")
    held = all(one["ok"] for one in found["requirements"])
    if found["verdict"] == "fail" or not held:
        raise typer.Exit(MISSED)


def _print(found: Mapping[str, Any]) -> None:
    console = Console(highlight=False)
    console.print(_table(found["measures"]))
    for name, row in found["measures"].items():
        if row["reason"]:
            console.print(Text(f"{name}: {row['reason']}", style=STYLES[row["verdict"]]))
    if found["floor_codec"] is not None or found["floor_looks"] is not None:
        from physai_sim.generation.physics.page.rows import floor_codec, floor_looks

        films = [floor_codec(found["floor_codec"]), floor_looks(found["floor_looks"])]
        console.print(Text(f"floor: {'; '.join(filter(None, films))}", style="dim"))
    for body, doubt in found["doubts"].items():
        console.print(Text(f"{body}: {doubt}", style="yellow"))
    if found["counterfactual"] is not None:
        console.print(_counterfactual(found["counterfactual"]))
    if found["diversity"] is not None:
        console.print(_diversity(found["diversity"]))
    console.print(Text(found["sentence"], style=STYLES[found["verdict"]]))
    for check in found["requirements"]:
        told = "passed" if check["ok"] else f"missed: {check['reason'] or _found(check)}"
        console.print(Text(f"{check['text']}: {told}", style="" if check["ok"] else "red"))


def _table(measures: Mapping[str, Any]) -> Table:
    """A row for each measure, by the names that `--require` takes."""
    from physai_sim.evaluation.reporting.text import number
    from physai_sim.generation.physics.page.rows import SIGNS

    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("measure", overflow="fold", min_width=16)
    for heading in ("value", "floor", "by masks", "limit"):
        table.add_column(heading, justify="right")
    table.add_column("unit")
    table.add_column("verdict", no_wrap=True)
    for name, row in measures.items():
        numbers = [number(row[key]) for key in ("value", "floor", "floor_masks")]
        limit = "" if row["limit"] is None else f"{SIGNS[row['better']]} {number(row['limit'])}"
        verdict = Text(row["verdict"], style=STYLES[row["verdict"]])
        table.add_row(name, *numbers, limit, row["unit"], verdict)
    return table


def _counterfactual(score: Mapping[str, Any]) -> str:
    from physai_sim.evaluation.reporting.text import number

    if score["value"] is None:
        return f"counterfactual: {score['reason']}"
    return f"counterfactual: differences agree with the engine's by {number(score['value'])} of 1"


def _diversity(score: Mapping[str, Any]) -> str:
    from physai_sim.evaluation.reporting.text import number

    kinds = ("colour", "structure", "lpips")
    told = [f"{name} {number(score['parts'][name])}" for name in kinds if name in score["parts"]]
    return f"diversity of {score['parts']['variants']} variants: {', '.join(told)}"


def _found(check: Mapping[str, Any]) -> str:
    from physai_sim.evaluation.reporting.text import number

    return f"it is {number(check['value'])}"
