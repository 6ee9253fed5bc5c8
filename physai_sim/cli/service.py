"""`physai service`: which services there are, and calls of them."""

from __future__ import annotations

from typing import Annotated

import typer

from physai_sim.cli.live import (
    SPIN_TIME_S,
    AsJson,
    ShowTypes,
    SpinTime,
    Timeout,
    ValuesText,
    connected,
    notice,
    print_json,
    print_names,
    print_names_and_types,
)

app = typer.Typer(help="Look at services, and call them.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name of a service.")]
TypeName = Annotated[str, typer.Argument(metavar="TYPE", help="As std_srvs/srv/Trigger.")]


@app.callback()
def _service() -> None:
    """Look at services, and call them."""


@app.command("list")
def list_services(
    *,
    show_types: ShowTypes = False,
    hidden: Annotated[
        bool, typer.Option("--include-hidden-services", help="Those with `_` in front as well.")
    ] = False,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """List services."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import graph

        live.settle()
        found = graph.services(live, hidden=hidden)
    print_names_and_types(found, show_types=show_types, as_json=as_json)


@app.command("type")
def show_type(name: Name, *, spin_time: SpinTime = SPIN_TIME_S, as_json: AsJson = False) -> None:
    """Print the type of a service."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import services

        found = services.types(live, name)
    print_names(found, as_json=as_json)


@app.command("find")
def find(
    type_name: TypeName, *, spin_time: SpinTime = SPIN_TIME_S, as_json: AsJson = False
) -> None:
    """List the services of a type."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import services

        found = services.find(live, type_name)
    print_names(found, as_json=as_json)


@app.command("call")
def call(
    name: Name,
    type_name: TypeName,
    values: ValuesText = "",
    *,
    timeout: Timeout = None,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Wait for a service, call it, and print the response."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import services, texts

        request = services.make_request(type_name, values)
        with services.Asker(live, name, type_name) as asker:
            asker.wait(timeout, notice)
            if not as_json:
                typer.echo(f"requester: making request: {request!r}\n")
            response = asker.ask(request, timeout)
        if as_json:
            print_json({"request": texts.plain(request), "response": texts.plain(response)})
        else:
            typer.echo(f"response:\n{response!r}")
