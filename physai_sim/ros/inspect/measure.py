"""Measures a topic while it comes: a report each second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from rclpy.time import Time

from physai_sim.core.errors import ConfigError
from physai_sim.ros.inspect.meters import Meter
from physai_sim.ros.inspect.receive import Source, received
from physai_sim.ros.inspect.session import Live

REPORT_NS = 1_000_000_000
"""Between two reports [ns]."""
Number = Callable[[Any, int], int]
"""What a meter takes of a message, from the message and when it came."""


def reports(
    live: Live,
    source: Source,
    meter: Meter,
    number: Number,
    *,
    raw: bool,
    timeout_s: float | None = None,
) -> Iterator[dict[str, float] | None]:
    """Each second what the meter tells; None for a second in which nothing came.

    Args:
        live: Us.
        source: The topic.
        meter: Takes the numbers.
        number: What it takes of a message.
        raw: Whether messages stay serialised.
        timeout_s: Longest wait for one; by default without limit [s].

    Raises:
        LiveError: If none came for so long.
    """
    due, came = time.monotonic_ns() + REPORT_NS, False
    for item in received(live, source, raw=raw, timeout_s=timeout_s):
        if item is not None:
            meter.add(number(*item), item[1])
            came = True
        now = time.monotonic_ns()
        if now < due:
            continue
        yield meter.report(now) if came else None
        due, came = max(due + REPORT_NS, now), False


def receipt(message: Any, received_ns: int) -> int:
    """When it came [ns]."""
    return received_ns


def size(message: bytes, received_ns: int) -> int:
    """How much came [B]."""
    return len(message)


def stamp(message: Any, received_ns: int) -> int:
    """What its header says [ns]."""
    return int(message.header.stamp.sec) * 1_000_000_000 + int(message.header.stamp.nanosec)


def age_by(live: Live) -> Number:
    """How old a message is by our node's clock [ns]."""
    clock = live.node.get_clock()

    def age(message: Any, received_ns: int) -> int:
        sent = Time.from_msg(message.header.stamp, clock_type=clock.clock_type)
        return int((clock.now() - sent).nanoseconds)

    return age


def check_stamped(source: Source) -> None:
    """Check that messages of a topic have a header.

    Raises:
        ConfigError: If not.
    """
    fields = source.kind.get_fields_and_field_types()
    if fields.get("header") != "std_msgs/Header":
        raise ConfigError(
            "messages have no header, so no stamp", where=source.topic, got=source.kind.__name__
        )
