"""`physai topic echo`: messages as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from physai_sim.cli.live import SPIN_TIME_S, SpinTime, Timeout, connected, notice
from physai_sim.cli.qos_options import (
    QosDepth,
    QosDurability,
    QosHistory,
    QosProfileName,
    QosReliability,
)

if TYPE_CHECKING:
    from physai_sim.ros.inspect.receive import Request
    from physai_sim.ros.inspect.session import Live
    from physai_sim.ros.inspect.texts import Style


def echo(
    name: Annotated[str, typer.Argument(help="Name of a topic.")],
    type_name: Annotated[
        str | None, typer.Argument(metavar="[TYPE]", help="Its type; by default as it is found.")
    ] = None,
    *,
    once: Annotated[bool, typer.Option("--once", help="Stop after one message.")] = False,
    field: Annotated[
        str | None, typer.Option("--field", help="Only this part, as pose.covariance[0].")
    ] = None,
    no_arr: Annotated[bool, typer.Option("--no-arr", help="Leave out arrays.")] = False,
    no_str: Annotated[bool, typer.Option("--no-str", help="Leave out strings.")] = False,
    flow_style: Annotated[bool, typer.Option("--flow-style", help="YAML on one line.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Values between commas.")] = False,
    full_length: Annotated[
        bool, typer.Option("--full-length", "-f", help="Whole arrays and strings.")
    ] = False,
    truncate_length: Annotated[
        int | None,
        typer.Option("--truncate-length", "-l", min=1, help="Their longest; 128, JSON: whole."),
    ] = None,
    qos_profile: QosProfileName = None,
    qos_history: QosHistory = None,
    qos_depth: QosDepth = None,
    qos_reliability: QosReliability = None,
    qos_durability: QosDurability = None,
    timeout: Timeout = None,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, a document a line.")] = False,
) -> None:
    """Print messages as they come, with the quality of service that fits the publishers."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect.qos import Wish
        from physai_sim.ros.inspect.receive import Request
        from physai_sim.ros.inspect.texts import LENGTH, Style

        wish = Wish(qos_profile, qos_history, qos_depth, qos_reliability, qos_durability)
        length = truncate_length or (None if as_json else LENGTH)
        style = Style(
            form="json" if as_json else "csv" if csv else "yaml",
            length=None if full_length else length,
            no_arr=no_arr,
            no_str=no_str,
            flow=flow_style,
        )
        request = Request(name, type_name, wish, timeout_s=timeout)
        _print_messages(live, request, style, field=field, once=once)


def _print_messages(
    live: Live, request: Request, style: Style, *, field: str | None, once: bool
) -> None:
    from physai_sim.ros.inspect import fields, texts
    from physai_sim.ros.inspect.receive import find_source, received

    path = () if field is None else fields.parse_path(field)
    source = find_source(live, request, notice)
    fields.check_path(source.kind, path)
    for item in received(live, source, timeout_s=request.timeout_s):
        if item is None:
            continue
        part: Any = fields.select(item[0], path)
        typer.echo(texts.text_of(part, style))
        if style.form == "yaml":
            typer.echo("---")
        if once:
            return
