"""`physai param`: parameters of nodes that run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import yaml

from physai_sim.cli.live import (
    SPIN_TIME_S,
    AsJson,
    SpinTime,
    connected,
    notice,
    print_json,
    print_names,
)
from physai_sim.core.errors import ConfigError

if TYPE_CHECKING:
    from physai_sim.ros.inspect.parameters import Outcome

app = typer.Typer(help="Look at parameters of nodes, and set them.", no_args_is_help=True)
Node = Annotated[str, typer.Argument(help="Name of a node.")]
Name = Annotated[str, typer.Argument(help="Name of a parameter.")]
Limit = Annotated[float, typer.Option("--timeout", min=0.0, help="Longest wait in seconds.")]
LIMIT_S = 5.0


@app.callback()
def _param() -> None:
    """Look at parameters of nodes, and set them."""


@app.command("list")
def list_parameters(
    node: Annotated[str | None, typer.Argument(help="Name of a node; else all.")] = None,
    *,
    prefixes: Annotated[
        list[str] | None, typer.Option("--prefix", help="Only below this; repeatable.")
    ] = None,
    timeout: Limit = LIMIT_S,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """List the parameters of a node, or of all."""
    found: dict[str, list[str]] = {}
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import parameters
        from physai_sim.ros.inspect.session import LiveError

        for name in parameters.with_parameters(live) if node is None else [node]:
            remote = parameters.RemoteParameters(live, name, timeout_s=timeout)
            try:
                found[remote.node] = remote.names(tuple(prefixes or ()))
            except LiveError as error:
                if node is not None:
                    raise
                notice(str(error))
    if as_json:
        print_json(found)
    elif node is not None:
        print_names(*found.values(), as_json=False)
    else:
        for name, names in found.items():
            typer.echo("\n  ".join([f"{name}:", *names]))


@app.command("get")
def get(
    node: Node,
    name: Name,
    *,
    hide_type: Annotated[bool, typer.Option("--hide-type", help="Print the value alone.")] = False,
    timeout: Limit = LIMIT_S,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Print the value of a parameter."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import parameters

        remote = parameters.RemoteParameters(live, node, timeout_s=timeout)
        [told] = remote.get([name])
        value, kind = parameters.plain_value(told), parameters.type_of(told.type)
    if as_json:
        print_json({"node": remote.node, "name": name, "type": kind, "value": value})
    elif kind == "not set":
        typer.echo("Parameter not set.")
    elif hide_type:
        typer.echo(value)
    else:
        typer.echo(f"{_label(kind)}: {value}")


# A value such as -1.5 is no option.
@app.command("set", context_settings={"ignore_unknown_options": True})
def set_parameter(
    node: Node,
    name: Name,
    value: Annotated[str, typer.Argument(help="Its value, read as YAML.")],
    *,
    timeout: Limit = LIMIT_S,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Set a parameter; exit code 1 if the node refuses."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import parameters

        outcome = parameters.RemoteParameters(live, node, timeout_s=timeout).set(name, value)
    _tell([outcome], as_json=as_json, names=False)


@app.command("load")
def load(
    node: Node,
    file: Annotated[Path, typer.Argument(help="A parameter file.")],
    *,
    timeout: Limit = LIMIT_S,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Set what a parameter file says of a node; exit code 1 if it refuses one."""
    if not file.is_file():
        raise ConfigError("no such file", got=str(file))
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import parameters

        outcomes = parameters.RemoteParameters(live, node, timeout_s=timeout).load(str(file))
    _tell(outcomes, as_json=as_json, names=True)


@app.command("dump")
def dump(
    node: Node,
    *,
    timeout: Limit = LIMIT_S,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Print the parameters of a node as a parameter file."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import parameters

        found = parameters.RemoteParameters(live, node, timeout_s=timeout).dump()
    if as_json:
        print_json(found)
    else:
        typer.echo(yaml.safe_dump(found, default_flow_style=False), nl=False)


@app.command("describe")
def describe(
    node: Node,
    names: Annotated[list[str], typer.Argument(help="Names of parameters.")],
    *,
    timeout: Limit = LIMIT_S,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Print what parameters mean, and which values they may have."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import descriptors, parameters

        remote = parameters.RemoteParameters(live, node, timeout_s=timeout)
        found = [descriptors.document(item) for item in remote.describe(names)]
        lines = [descriptors.text(document) for document in found]
    if as_json:
        print_json(found)
    else:
        typer.echo("\n".join(lines))


def _label(kind: str) -> str:
    """As `ros2 param get` begins."""
    if not kind.endswith(" array"):
        return f"{kind.capitalize()} value is"
    return f"{kind.removesuffix(' array').capitalize()} values are"


def _tell(outcomes: list[Outcome], *, as_json: bool, names: bool) -> None:
    if as_json:
        keys: tuple[str, ...] = ("name", "successful", "reason")
        documents: list[dict[str, Any]] = [dict(zip(keys, item, strict=True)) for item in outcomes]
        print_json(documents)
    for name, done, reason in () if as_json else outcomes:
        which = f" {name}" if names else ""
        text = f"Set parameter{which} successful"
        typer.echo(text if done else f"Setting parameter{which} failed: {reason}")
    if not all(done for _, done, _ in outcomes):
        raise typer.Exit(1)
