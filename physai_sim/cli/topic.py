"""`physai topic`: which topics there are, and who publishes and reads them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from physai_sim.cli import topic_echo, topic_measure, topic_pub
from physai_sim.cli.live import (
    SPIN_TIME_S,
    AsJson,
    ShowTypes,
    SpinTime,
    connected,
    print_json,
    print_names,
    print_names_and_types,
)

app = typer.Typer(help="Look at topics, and publish on them.", no_args_is_help=True)
app.command("echo")(topic_echo.echo)
app.command("hz")(topic_measure.hz)
app.command("bw")(topic_measure.bw)
app.command("delay")(topic_measure.delay)
app.command("pub")(topic_pub.pub)

Name = Annotated[str, typer.Argument(help="Name of a topic.")]


@app.callback()
def _topic() -> None:
    """Look at topics, and publish on them."""


@app.command("list")
def list_topics(
    *,
    show_types: ShowTypes = False,
    hidden: Annotated[
        bool, typer.Option("--include-hidden-topics", help="Those with `_` in front as well.")
    ] = False,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """List topics."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import graph

        live.settle()
        found = graph.topics(live, hidden=hidden)
    print_names_and_types(found, show_types=show_types, as_json=as_json)


@app.command("info")
def info(
    name: Name,
    *,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Node, hash and quality of service of each.")
    ] = False,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Tell the type of a topic, and how many publish and read it."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import topics

        told = topics.info(live, name)
        if as_json:
            print_json(topics.info_document(told))
            return
    types = told["types"]
    typer.echo(f"Type: {types[0] if len(types) == 1 else types}")
    _print_ends("Publisher", told["publishers"], verbose=verbose)
    _print_ends("Subscription", told["subscriptions"], verbose=verbose)


@app.command("type")
def show_type(name: Name, *, spin_time: SpinTime = SPIN_TIME_S, as_json: AsJson = False) -> None:
    """Print the type of a topic."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import topics

        found = topics.types(live, name)
    print_names(found, as_json=as_json)


@app.command("find")
def find(
    type_name: Annotated[str, typer.Argument(metavar="TYPE", help="As std_msgs/msg/String.")],
    *,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """List the topics of a type."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import topics

        found = topics.find(live, type_name)
    print_names(found, as_json=as_json)


def _print_ends(what: str, infos: list[Any], *, verbose: bool) -> None:
    gap = "\n" if verbose else ""
    typer.echo(f"{gap}{what} count: {len(infos)}")
    for told in infos if verbose else ():
        typer.echo(f"\n{told}")
