"""What the commands about nodes that run have in common."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from physai_sim.core.errors import MachineError

if TYPE_CHECKING:
    from physai_sim.ros.inspect.session import Live

SpinTime = Annotated[
    float, typer.Option("--spin-time", min=0.0, help="Longest wait for discovery, in seconds.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ShowTypes = Annotated[bool, typer.Option("--show-types", "-t", help="Show the types as well.")]
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", min=0.0, help="Longest wait in seconds."),
]
ValuesText = Annotated[str, typer.Argument(help="Fields as YAML, as '{data: 1}'.")]

SPIN_TIME_S = 1.0


@contextmanager
def connected(spin_time_s: float, *, use_sim_time: bool = False) -> Iterator[Live]:
    """A node of ours among those that run, until the block ends.

    Args:
        spin_time_s: Longest wait for discovery, in seconds.
        use_sim_time: Whether its clock is `/clock`.

    Raises:
        MachineError: If there is neither ROS 2 nor what stands in for it.
        LiveError: If the domain cannot be joined.
    """
    try:
        from physai_sim.ros.inspect import session
    except ImportError as error:
        raise MachineError(
            f"cannot talk to nodes: {error}", expected="ROS 2, or the package cyclonedds"
        ) from error
    with session.connected(spin_time_s, use_sim_time=use_sim_time) as live:
        yield live


def notice(line: str) -> None:
    """A line for people alone."""
    typer.echo(f"physai: {line}", err=True)


def print_json(document: Any) -> None:
    """Print a document in a form that any reader of JSON takes."""
    from physai_sim.ros.inspect.texts import json_ready

    typer.echo(json.dumps(json_ready(document), indent=2, ensure_ascii=False))


def print_names(names: list[str], *, as_json: bool) -> None:
    """Print names, one a line."""
    if as_json:
        print_json(names)
    elif names:
        typer.echo("\n".join(names))


def print_names_and_types(
    found: list[tuple[str, list[str]]], *, show_types: bool, as_json: bool
) -> None:
    """Print names, each with its types if they are asked for; JSON always has them."""
    if as_json:
        print_json([{"name": name, "types": types} for name, types in found])
        return
    shown = [f"{name} [{', '.join(types)}]" if show_types else name for name, types in found]
    print_names(shown, as_json=False)


def print_sections(sections: Mapping[str, list[tuple[str, list[str]]]]) -> None:
    """Print names with types below headings."""
    for heading, items in sections.items():
        typer.echo(f"  {heading}:")
        for name, types in items:
            typer.echo(f"    {name}: {', '.join(types)}")
