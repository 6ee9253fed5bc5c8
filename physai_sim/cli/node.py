"""`physai node`: which nodes run, and what they have."""

from __future__ import annotations

from typing import Annotated

import typer

from physai_sim.cli.live import (
    SPIN_TIME_S,
    AsJson,
    SpinTime,
    connected,
    notice,
    print_json,
    print_names,
    print_sections,
)

app = typer.Typer(help="Look at nodes that run.", no_args_is_help=True)
SECTIONS = {
    "subscribers": "Subscribers",
    "publishers": "Publishers",
    "service_servers": "Service Servers",
    "service_clients": "Service Clients",
    "action_servers": "Action Servers",
    "action_clients": "Action Clients",
}


@app.callback()
def _node() -> None:
    """Look at nodes that run."""


@app.command("list")
def list_nodes(
    *,
    hidden: Annotated[
        bool, typer.Option("--all", "-a", help="Those with `_` in front as well.")
    ] = False,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """List nodes."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import graph

        live.settle()
        found = graph.nodes(live, hidden=hidden)
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        notice(f"nodes that share a name: {', '.join(twice)}")
    print_names(found, as_json=as_json)


@app.command("info")
def info(
    name: Annotated[str, typer.Argument(help="Name of a node.")],
    *,
    hidden: Annotated[
        bool, typer.Option("--include-hidden", help="Names with `_` in front as well.")
    ] = False,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Tell what a node publishes, reads, serves and asks."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import graph, nodes

        found = nodes.info(live, name, hidden=hidden)
        full = graph.full_node_name(name)
    if as_json:
        kinds = {key: [{"name": n, "types": t} for n, t in found[key]] for key in SECTIONS}
        print_json({"name": full, **kinds})
        return
    typer.echo(full)
    print_sections({heading: found[key] for key, heading in SECTIONS.items()})
