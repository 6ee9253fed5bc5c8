"""The options that `physai run` and `physai record` share, and the request they make."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.core.output import Mode

if TYPE_CHECKING:
    from physai_sim.evaluation.run_request import RunRequest

World = Annotated[str, typer.Argument(help="Name of a world, or path of a world file.")]
PolicyName = Annotated[
    str | None,
    typer.Option("--policy", help="Name or file.py:Class, or `keyboard`; the expert by default."),
]
Episodes = Annotated[int, typer.Option("--episodes", min=1, help="How many.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of the first episode.")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", help="KEY=VALUE in the world file; repeatable.")
]
RawImages = Annotated[
    bool, typer.Option("--raw-images", help="Bags hold raw images rather than JPEG.")
]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="Replace an earlier run in the folder.")
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Keep the whole episodes of an earlier run.")
]


def request_of(
    world: str,
    *,
    out: Path,
    policy: str | None,
    episodes: int,
    seed: int,
    settings: Sequence[str] | None,
    raw_images: bool,
    mode: Mode,
) -> RunRequest:
    """Load the world and say what is to be played in it.

    Raises:
        PhysAIError: If the world or a setting is wrong.
    """
    from physai_sim.evaluation.run_request import RunRequest

    config = load_world(world, settings or [])
    return RunRequest(
        config=config,
        policy=policy or config.expert,
        episodes=episodes,
        seed=seed,
        out=out,
        mode=mode,
        raw_images=raw_images,
        settings=tuple(settings or ()),
    )


def chosen_mode(*, overwrite: bool, resume: bool) -> Mode:
    """The mode of two options that exclude each other.

    Raises:
        ConfigError: If both are given.
    """
    if overwrite and resume:
        raise ConfigError("--overwrite and --resume contradict each other", expected="one of them")
    return "overwrite" if overwrite else "resume" if resume else "new"
