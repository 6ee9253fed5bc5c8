"""`physai topic pub`: publishes a message again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from physai_sim.cli.live import SPIN_TIME_S, SpinTime, Timeout, ValuesText, connected, notice
from physai_sim.cli.qos_options import (
    QosDepth,
    QosDurability,
    QosHistory,
    QosProfileName,
    QosReliability,
)
from physai_sim.core.errors import ConfigError

if TYPE_CHECKING:
    from physai_sim.ros.inspect.publish import Request
    from physai_sim.ros.inspect.session import Live


def pub(
    name: Annotated[str, typer.Argument(help="Name of a topic.")],
    type_name: Annotated[str, typer.Argument(metavar="TYPE", help="As std_msgs/msg/String.")],
    values: ValuesText = "",
    *,
    rate: Annotated[float, typer.Option("--rate", "-r", help="Messages a second [Hz].")] = 1.0,
    once: Annotated[bool, typer.Option("--once", "-1", help="Publish one message.")] = False,
    times: Annotated[
        int | None, typer.Option("--times", "-t", min=1, help="Publish so many; else on and on.")
    ] = None,
    wait: Annotated[
        int | None,
        typer.Option(
            "--wait-matching-subscriptions",
            "-w",
            min=0,
            help="Wait for so many subscriptions; by default 1 with --once or --times, else 0.",
        ),
    ] = None,
    qos_profile: QosProfileName = None,
    qos_history: QosHistory = None,
    qos_depth: QosDepth = None,
    qos_reliability: QosReliability = None,
    qos_durability: QosDurability = None,
    timeout: Timeout = None,
    spin_time: SpinTime = SPIN_TIME_S,
) -> None:
    """Publish a message; a stamp may be `now`, and a header `auto`."""
    if not 0.0 < rate <= 1e6:
        raise ConfigError("not a rate", where="--rate", got=rate, expected="0 < rate <= 1e6 Hz")
    if once and times is not None:
        raise ConfigError("--once and --times contradict each other", expected="one of them")
    count = 1 if once else times
    with connected(spin_time) as live:
        from physai_sim.ros.inspect.publish import Request
        from physai_sim.ros.inspect.qos import Wish

        request = Request(
            name,
            type_name,
            values,
            period_ns=round(1e9 / rate),
            times=count,
            subscriptions=(0 if count is None else 1) if wait is None else wait,
            wish=Wish(qos_profile, qos_history, qos_depth, qos_reliability, qos_durability),
            timeout_s=timeout,
        )
        _publish(live, request)


def _publish(live: Live, request: Request) -> None:
    from physai_sim.ros.inspect.publish import published

    for number, message in enumerate(published(live, request, notice), start=1):
        typer.echo(f"publishing #{number}: {message!r}")
