"""`physai topic hz`, `bw` and `delay`: how often, how much and how late messages come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from physai_sim.cli.live import SPIN_TIME_S, SpinTime, Timeout, connected, notice, print_json

if TYPE_CHECKING:
    from physai_sim.ros.inspect.meters import Meter
    from physai_sim.ros.inspect.receive import Source
    from physai_sim.ros.inspect.session import Live

Name = Annotated[str, typer.Argument(help="Name of a topic.")]
Window = Annotated[int, typer.Option("--window", "-w", min=1, help="Most messages that count.")]
Once = Annotated[bool, typer.Option("--once", help="Stop after one report.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON; a document for each report.")]


def hz(
    name: Name,
    *,
    window: Window = 10_000,
    once: Once = False,
    clock: Annotated[
        bool, typer.Option("--clock", help="By the stamps of headers, so in simulated time.")
    ] = False,
    timeout: Timeout = None,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Print the rate at which messages come, each second."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import measure
        from physai_sim.ros.inspect.meters import RateMeter

        source = _source(live, name, timeout)
        if clock:
            measure.check_stamped(source)
        number = measure.stamp if clock else measure.receipt
        meter = RateMeter(window)
        found = measure.reports(live, source, meter, number, raw=not clock, timeout_s=timeout)
        _print_reports(found, meter, once=once, as_json=as_json)


def bw(
    name: Name,
    *,
    window: Window = 100,
    once: Once = False,
    timeout: Timeout = None,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Print the bandwidth of a topic, each second."""
    with connected(spin_time) as live:
        from physai_sim.ros.inspect import measure
        from physai_sim.ros.inspect.meters import BandwidthMeter

        source, meter = _source(live, name, timeout), BandwidthMeter(window)
        if not as_json:
            typer.echo(f"Subscribed to [{source.topic}]")
        found = measure.reports(live, source, meter, measure.size, raw=True, timeout_s=timeout)
        _print_reports(found, meter, once=once, as_json=as_json)


def delay(
    name: Name,
    *,
    window: Window = 10_000,
    once: Once = False,
    clock: Annotated[
        bool, typer.Option("--clock", help="Our clock is /clock, so in simulated time.")
    ] = False,
    timeout: Timeout = None,
    spin_time: SpinTime = SPIN_TIME_S,
    as_json: AsJson = False,
) -> None:
    """Print how long after the stamp of its header a message comes, each second."""
    with connected(spin_time, use_sim_time=clock) as live:
        from physai_sim.ros.inspect import measure
        from physai_sim.ros.inspect.meters import DelayMeter

        source, meter = _source(live, name, timeout), DelayMeter(window)
        measure.check_stamped(source)
        age = measure.age_by(live)
        found = measure.reports(live, source, meter, age, raw=False, timeout_s=timeout)
        _print_reports(found, meter, once=once, as_json=as_json)


def _source(live: Live, name: str, timeout_s: float | None) -> Source:
    from physai_sim.ros.inspect.receive import Request, find_source

    return find_source(live, Request(name, latched=False, timeout_s=timeout_s), notice)


def _print_reports(
    found: Iterator[dict[str, Any] | None], meter: Meter, *, once: bool, as_json: bool
) -> None:
    silent = False
    for report in found:
        if report is None:
            if not silent:
                notice("no new messages")
            silent = True
            continue
        silent = False
        if as_json:
            print_json(report)
        else:
            typer.echo(meter.text(report))
        if once:
            return
