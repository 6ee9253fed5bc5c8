"""`physai topic echo`: messages as they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from physai_sim.cli.live import SPIN_TIME_S, SpinTime, Timeout, connected, notice
from physai_sim.cli.options import command
from physai_sim.cli.qos_options import QosOptions

if TYPE_CHECKING:
    from physai_sim.ros.inspect.session import Live
    from physai_sim.ros.inspect.texts import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoOptions(QosOptions):
    """What to print, and how."""

    name: Annotated[str, typer.Argument(help="Name of a topic.")]
    type_name: Annotated[
        str | None, typer.Argument(metavar="TYPE", help="Its type; by default as it is found.")
    ] = None
    once: Annotated[bool, typer.Option("--once", help="Stop after one message.")] = False
    field: Annotated[
        str | None, typer.Option("--field", help="Only this part, as pose.covariance[0].")
    ] = None
    no_arr: Annotated[bool, typer.Option("--no-arr", help="Leave out arrays.")] = False
    no_str: Annotated[bool, typer.Option("--no-str", help="Leave out strings.")] = False
    flow_style: Annotated[bool, typer.Option("--flow-style", help="YAML on one line.")] = False
    csv: Annotated[bool, typer.Option("--csv", help="Values between commas.")] = False
    full_length: Annotated[
        bool, typer.Option("--full-length", "-f", help="Whole arrays and strings.")
    ] = False
    truncate_length: Annotated[
        int | None,
        typer.Option("--truncate-length", "-l", min=1, help="Their longest; 128, JSON: whole."),
    ] = None
    timeout: Timeout = None
    spin_time: SpinTime = SPIN_TIME_S
    as_json: Annotated[bool, typer.Option("--json", help="JSON, a document a line.")] = False

    def style(self) -> Style:
        """How messages are written."""
        from physai_sim.ros.inspect.texts import LENGTH, Style

        length = self.truncate_length or (None if self.as_json else LENGTH)
        return Style(
            form="json" if self.as_json else "csv" if self.csv else "yaml",
            length=None if self.full_length else length,
            no_arr=self.no_arr,
            no_str=self.no_str,
            flow=self.flow_style,
        )


@command
def echo(options: EchoOptions) -> None:
    """Print messages as they come, with the quality of service that fits the publishers."""
    with connected(options.spin_time) as live:
        _print_messages(live, options)


def _print_messages(live: Live, options: EchoOptions) -> None:
    from physai_sim.ros.inspect import fields, texts
    from physai_sim.ros.inspect.receive import Request, find_source, received

    path = () if options.field is None else fields.parse_path(options.field)
    style, wish, limit = options.style(), options.wish(), options.timeout
    request = Request(options.name, options.type_name, wish, timeout_s=limit)
    source = find_source(live, request, notice)
    fields.check_path(source.kind, path)
    for item in received(live, source, timeout_s=limit):
        if item is None:
            continue
        typer.echo(texts.text_of(fields.select(item[0], path), style))
        if style.form == "yaml":
            typer.echo("---")
        if options.once:
            return
