"""The options that `physai run` and `physai record` share, and the request they make."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.core.output import Mode
from physai_sim.core.streams import STREAMS, chosen_streams

if TYPE_CHECKING:
    from physai_sim.evaluation.run_request import RunRequest


def chosen_mode(*, overwrite: bool, resume: bool) -> Mode:
    """The mode of two options that exclude each other.

    Raises:
        ConfigError: If both are given.
    """
    if overwrite and resume:
        raise ConfigError("--overwrite and --resume contradict each other", expected="one of them")
    return "overwrite" if overwrite else "resume" if resume else "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is to be played, and where it goes."""

    world: Annotated[str, typer.Argument(help="Name of a world, or path of a world file.")]
    out: Annotated[Path, typer.Option("--out", help="Folder for all that is written.")]
    policy: Annotated[
        str | None,
        typer.Option(
            "--policy", help="Name or file.py:Class, or `keyboard`; the expert by default."
        ),
    ] = None
    episodes: Annotated[int, typer.Option("--episodes", min=1, help="How many.")] = 1
    seed: Annotated[
        int | None,
        typer.Option("--seed", min=0, help="Of the first episode; 0, or the one of --draw."),
    ] = None
    draw: Annotated[
        Path | None,
        typer.Option("--draw", help="Bag, metrics.json or JSON file; draw what was drawn there."),
    ] = None
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="KEY=VALUE in the world file; repeatable.")
    ] = None
    raw_images: Annotated[
        bool, typer.Option("--raw-images", help="Bags hold raw images rather than JPEG.")
    ] = False
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier run in the folder.")
    ] = False
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep the whole episodes of an earlier run.")
    ] = False

    def request(self) -> RunRequest:
        """Load the world and say what is to be played in it.

        Raises:
            PhysAIError: If the world or a setting is wrong, or what is to be drawn.
        """
        from physai_sim.evaluation.recorded_draws import read_draws
        from physai_sim.evaluation.run_request import RunRequest

        mode = chosen_mode(overwrite=self.overwrite, resume=self.resume)
        settings = tuple(self.settings or ())
        config = load_world(self.world, settings)
        draws = read_draws(self.draw) if self.draw is not None else None
        seed = draws.first_seed if draws is not None and self.seed is None else self.seed
        request = RunRequest(
            config=config,
            policy=self.policy or config.expert,
            episodes=self.episodes,
            seed=seed or 0,
            out=self.out,
            mode=mode,
            raw_images=self.raw_images,
            settings=settings,
            draws=draws,
        )
        for index in range(self.episodes):
            request.draw(request.seed + index)
        return request


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOptions(Options):
    """What a recording asks for beside what a run does."""

    streams: Annotated[
        str,
        typer.Option(
            "--streams",
            help=f"Ground truth of each camera, joined by commas: {', '.join(STREAMS)}.",
        ),
    ] = ""

    def request(self) -> RunRequest:
        """See the base."""
        return replace(Options.request(self), streams=chosen_streams(self.streams))


OptionsT = TypeVar("OptionsT")


def command(play: Callable[[OptionsT], None]) -> Callable[..., None]:
    """The command that calls a function with what was chosen: each field is an option."""
    [kind] = [hint for name, hint in get_type_hints(play).items() if name != "return"]
    types = get_type_hints(kind, include_extras=True)
    fields = inspect.signature(kind).parameters.values()

    @functools.wraps(play)
    def run(**chosen: Any) -> None:
        play(kind(**chosen))

    run.__annotations__ = types
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [field.replace(annotation=types[field.name]) for field in fields]
    )
    return run
