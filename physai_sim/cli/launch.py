"""`physai launch`: the processes of a launch file, as `ros2 launch` starts them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from physai_sim.core import paths


def launch(
    name: Annotated[str, typer.Argument(help="Name of a launch file, or its path.")],
    arguments: Annotated[
        list[str] | None, typer.Argument(help="Launch arguments, each NAME:=VALUE.")
    ] = None,
    show_args: Annotated[
        bool, typer.Option("--show-args", "-s", help="Show the launch arguments and do nothing.")
    ] = False,
    log_dir: Annotated[
        Path | None, typer.Option("--log-dir", help="Folder for launch.log and a log each.")
    ] = None,
) -> int:
    """Start the nodes of a launch file; Ctrl-C ends them, a second one less politely.

    The exit code is that of the process that ends the launch (on_exit: shutdown), if there is
    one; else 0 if all finished cleanly, 1 if one died.
    """
    from physai_sim.launching.arguments import parse_arguments, show_arguments
    from physai_sim.launching.console import Console
    from physai_sim.launching.evaluation import declared_arguments, make_plan
    from physai_sim.launching.runner import run_plan

    path = paths.find("launch", name)
    given = parse_arguments(arguments or ())
    if show_args:
        typer.echo(show_arguments(declared_arguments(path)))
        return 0
    plan = make_plan(path, given)
    with Console(sys.stdout, log_dir) as console:
        return run_plan(plan, console)
