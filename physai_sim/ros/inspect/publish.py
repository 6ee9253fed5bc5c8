"""Publishes one message again and again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rclpy.duration import Duration
from rclpy.qos import QoSProfile, ReliabilityPolicy

from physai_sim.ros.inspect import graph
from physai_sim.ros.inspect.interfaces import message_type
from physai_sim.ros.inspect.qos import DEPTH, Wish
from physai_sim.ros.inspect.receive import Notice
from physai_sim.ros.inspect.session import Live, LiveError
from physai_sim.ros.inspect.topics import one_type
from physai_sim.ros.inspect.values import Setter, filled_for_now

NS_PER_S = 1_000_000_000
FLUSH = Duration(seconds=1)
"""Longest wait for subscriptions to have what was published last."""


@dataclass(frozen=True, slots=True)
class Request:
    """What people ask for.

    Args:
        topic: Its name.
        type_name: Its type.
        values: Fields of the message, YAML.
        period_ns: Between two messages [ns].
        times: How many; by default without end.
        subscriptions: How many must be there before the first.
        wish: Quality of service.
        timeout_s: Longest wait for them; by default without limit [s].
    """

    topic: str
    type_name: str
    values: str
    period_ns: int = NS_PER_S
    times: int | None = None
    subscriptions: int = 0
    wish: Wish = field(default_factory=Wish)
    timeout_s: float | None = None


def published(live: Live, request: Request, notice: Notice) -> Iterator[Any]:
    """Each message right after it was published.

    Args:
        live: Us.
        request: What.
        notice: Called with a line, while subscriptions are waited for.

    Raises:
        LiveError: If they do not come in time.
        PhysAIError: If the request makes no sense.
    """
    name = graph.full_name(request.topic)
    kind = message_type(request.type_name)
    message, setters = filled_for_now(kind, request.values)
    live.settle(lambda: name in dict(graph.topics(live, hidden=True)))
    types = dict(graph.topics(live, hidden=True)).get(name, [])
    one_type(types, request.type_name, where=name, kind="msg")
    profile = request.wish.applied(QoSProfile(depth=DEPTH))
    with _publisher(live, kind, name, profile) as publisher:
        _wait_for_subscriptions(live, publisher, request, notice)
        yield from _repeat(live, publisher, (message, setters), request)


@contextmanager
def _publisher(live: Live, kind: type[Any], name: str, profile: QoSProfile) -> Iterator[Any]:
    publisher = live.node.create_publisher(kind, name, profile)
    try:
        yield publisher
        if profile.reliability == ReliabilityPolicy.RELIABLE:
            publisher.wait_for_all_acked(FLUSH)
    finally:
        live.node.destroy_publisher(publisher)


def _wait_for_subscriptions(live: Live, publisher: Any, request: Request, notice: Notice) -> None:
    def there() -> bool:
        return bool(publisher.get_subscription_count() >= request.subscriptions)

    if request.subscriptions and not live.spin_until(there, 0.0):
        notice(f"waiting for {request.subscriptions} subscription(s) of {request.topic}")
        if not live.spin_until(there, request.timeout_s):
            found = publisher.get_subscription_count()
            raise LiveError(
                f"{found} subscription(s) within {request.timeout_s} s",
                where=request.topic,
                expected=str(request.subscriptions),
            )


def _repeat(
    live: Live, publisher: Any, content: tuple[Any, list[Setter]], request: Request
) -> Iterator[Any]:
    """The n-th message goes out n periods after the first: no drift adds up."""
    message, setters = content
    start, count = time.monotonic_ns(), 0
    while request.times is None or count < request.times:
        due = start + count * request.period_ns
        live.spin_until(lambda: False, max(0, due - time.monotonic_ns()) / NS_PER_S)
        now = live.node.get_clock().now().to_msg() if setters else None
        for set_stamp in setters:
            set_stamp(now)
        publisher.publish(message)
        count += 1
        yield message
