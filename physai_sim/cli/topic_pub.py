"""`physai topic pub`: publishes a message again and again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from physai_sim.cli.live import SPIN_TIME_S, SpinTime, Timeout, ValuesText, connected, notice
from physai_sim.cli.options import command
from physai_sim.cli.qos_options import QosOptions
from physai_sim.core.errors import ConfigError

if TYPE_CHECKING:
    from physai_sim.ros.inspect.publish import Request

MAX_HZ = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class PubOptions(QosOptions):
    """What to publish, how often, and for whom."""

    name: Annotated[str, typer.Argument(help="Name of a topic.")]
    type_name: Annotated[str, typer.Argument(metavar="TYPE", help="As std_msgs/msg/String.")]
    values: ValuesText = ""
    rate: Annotated[float, typer.Option("--rate", "-r", help="Messages a second.")] = 1.0
    once: Annotated[bool, typer.Option("--once", "-1", help="Publish one message.")] = False
    times: Annotated[
        int | None, typer.Option("--times", "-t", min=1, help="Publish so many; else on and on.")
    ] = None
    wait: Annotated[
        int | None,
        typer.Option(
            "--wait-matching-subscriptions",
            "-w",
            min=0,
            help="Wait for so many subscriptions; by default 1 with --once or --times, else 0.",
        ),
    ] = None
    timeout: Timeout = None
    spin_time: SpinTime = SPIN_TIME_S

    def request(self) -> Request:
        """What is asked for.

        Raises:
            ConfigError: If options contradict each other, or the rate is none.
        """
        from physai_sim.ros.inspect.publish import NS_PER_S, Request

        if not 0.0 < self.rate <= MAX_HZ:
            expected = f"0 < rate <= {MAX_HZ:.0f} Hz"
            raise ConfigError("not a rate", where="--rate", got=self.rate, expected=expected)
        if self.once and self.times is not None:
            raise ConfigError("--once and --times contradict each other", expected="one of them")
        times = 1 if self.once else self.times
        return Request(
            topic=self.name,
            type_name=self.type_name,
            values=self.values,
            period_ns=round(NS_PER_S / self.rate),
            times=times,
            subscriptions=(0 if times is None else 1) if self.wait is None else self.wait,
            wish=self.wish(),
            timeout_s=self.timeout,
        )


@command
def pub(options: PubOptions) -> None:
    """Publish a message; a stamp may be `now`, and a header `auto`."""
    with connected(options.spin_time) as live:
        from physai_sim.ros.inspect.publish import published

        for number, message in enumerate(published(live, options.request(), notice), start=1):
            typer.echo(f"publishing #{number}: {message!r}")
