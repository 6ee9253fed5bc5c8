"""`physai action`: which actions there are, and goals for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from physai_sim.cli.live import (
    SPIN_TIME_S,
    AsJson,
    ShowTypes,
    SpinTime,
    ValuesText,
    connected,
    notice,
    print_json,
    print_names_and_types,
)

if TYPE_CHECKING:
    from physai_sim.ros.inspect.actions import Ended, Told

app = typer.Typer(help="Look at actions, and send goals.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name of an action.")]


@app.callback()
def _action() -> None:
    """Look at actions, and send goals."""


@app.command("list")
def list_actions(
    *, show_types: ShowTypes = False, spin_time: SpinTime = SPIN_TIME_S, as_json: AsJson = False
) -> None:
    """List actions."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import graph

        live.settle()
        found = graph.actions(live)
    print_names_and_types(found, show_types=show_types, as_json=as_json)


@app.command("info")
def info(
    name: Name,
    *,
    show_types: ShowTypes = False,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Tell which nodes serve an action, and which have clients of it."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import actions

        told = actions.info(live, name)
    if as_json:
        keys = ("clients", "servers")
        ends = {key: [{"node": n, "types": t} for n, t in told[key]] for key in keys}
        print_json({**told, **ends})
        return
    typer.echo(f"Action: {told['name']}")
    for what, nodes in (("clients", told["clients"]), ("servers", told["servers"])):
        typer.echo(f"Action {what}: {len(nodes)}")
        for node, types in nodes:
            typer.echo(f"    {node} [{', '.join(types)}]" if show_types else f"    {node}")


@app.command("send")
def send(
    name: Name,
    type_name: Annotated[
        str, typer.Argument(metavar="TYPE", help="As control_msgs/action/GripperCommand.")
    ],
    values: ValuesText = "",
    *,
    feedback: Annotated[bool, typer.Option("--feedback", "-f", help="Print feedback.")] = False,
    timeout: Annotated[
        float | None,
        typer.Option("--timeout", min=0.0, help="Cancel what takes longer, in seconds."),
    ] = None,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Send a goal and wait for its result; exit code 1 unless it succeeds. Ctrl-C cancels it."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import actions

        goal = actions.make_goal(type_name, values)
        with actions.GoalSender(live, name, type_name) as sender:
            if not as_json:
                typer.echo(f"Sending goal:\n{_indented(goal)}\n")
            ended = sender.send(goal, _told(feedback=feedback, as_json=as_json), timeout)
        _print_end(ended, as_json=as_json)
    if ended.status != "SUCCEEDED":
        raise typer.Exit(1)


def _told(*, feedback: bool, as_json: bool) -> Told:
    """Who is told; beside a JSON document, it goes to standard error."""
    from physai_sim.ros.inspect.actions import Told

    return Told(
        accepted=lambda goal_id: typer.echo(f"Goal accepted with ID: {goal_id}\n", err=as_json),
        feedback=(
            (lambda part: typer.echo(f"Feedback:\n{_indented(part)}\n", err=as_json))
            if feedback
            else None
        ),
        notice=notice,
    )


def _print_end(ended: Ended, *, as_json: bool) -> None:
    from physai_sim.ros.inspect.texts import plain

    result = ended.result
    if as_json:
        shown = None if result is None else plain(result)
        print_json({"goal_id": ended.goal_id, "status": ended.status, "result": shown})
        return
    if ended.status == "REJECTED":
        typer.echo("Goal was rejected.")
        return
    typer.echo(f"Result:\n{_indented(result)}\n")
    typer.echo(f"Goal finished with status: {ended.status}")


def _indented(message: Any) -> str:
    from physai_sim.ros.inspect.texts import Style, text_of

    text = text_of(message, Style(length=None))
    return "\n".join(f"    {line}" for line in text.splitlines())
