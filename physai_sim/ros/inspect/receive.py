"""Messages of a topic one after the other, from when it appears."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rclpy.qos import QoSProfile

from physai_sim.ros.inspect import graph
from physai_sim.ros.inspect.interfaces import message_type
from physai_sim.ros.inspect.qos import Wish, for_publishers
from physai_sim.ros.inspect.session import SLICE_S, Live, LiveError
from physai_sim.ros.inspect.topics import one_type

Notice = Callable[[str], None]
NS_PER_S = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """What to receive, and how.

    Args:
        topic: Full name.
        kind: Class of its messages.
        profile: How it is wanted.
    """

    topic: str
    kind: type[Any]
    profile: QoSProfile


@dataclass(frozen=True, slots=True)
class Request:
    """What people ask for.

    Args:
        topic: Its name.
        type_name: Its type; by default the one that discovery tells.
        wish: Quality of service.
        latched: Whether what was published before is wanted.
        timeout_s: Longest wait for a message; by default without limit [s].
    """

    topic: str
    type_name: str | None = None
    wish: Wish = field(default_factory=Wish)
    latched: bool = True
    timeout_s: float | None = None


def find_source(live: Live, request: Request, notice: Notice) -> Source:
    """Wait for a topic.

    Args:
        live: Us.
        request: Which.
        notice: Called with a line, if the topic is not there yet.

    Raises:
        LiveError: If it does not come in time.
        PhysAIError: If the request makes no sense.
    """
    name = graph.full_name(request.topic)
    if request.type_name is not None:
        message_type(request.type_name)
    live.settle(lambda: bool(graph.publishers(live, name)))
    if not _types(live, name):
        notice(f"waiting for the topic {name}")
        if not live.spin_until(lambda: bool(_types(live, name)), request.timeout_s):
            known = [topic for topic, _ in graph.topics(live)]
            raise LiveError(f"no topic within {request.timeout_s} s", got=name, known=known)
        live.settle(lambda: bool(graph.publishers(live, name)))
    kind = one_type(_types(live, name), request.type_name, where=name, kind="msg")
    fitting = for_publishers(graph.publishers(live, name), latched=request.latched)
    return Source(name, message_type(kind), request.wish.applied(fitting))


def received(
    live: Live, source: Source, *, raw: bool = False, timeout_s: float | None = None
) -> Iterator[tuple[Any, int] | None]:
    """Messages with the moment of their receipt by a steady clock [ns]; None while none comes.

    Args:
        live: Us.
        source: Of what.
        raw: Whether they stay serialised.
        timeout_s: Longest wait for one; by default without limit [s].

    Raises:
        LiveError: If none came for so long.
    """
    queue: deque[tuple[Any, int]] = deque()
    subscription = live.node.create_subscription(
        source.kind,
        source.topic,
        lambda message: queue.append((message, time.monotonic_ns())),
        source.profile,
        raw=raw,
    )
    try:
        last_ns = time.monotonic_ns()
        while True:
            live.spin_once(SLICE_S)
            if not queue:
                waited_ns = time.monotonic_ns() - last_ns
                if timeout_s is not None and waited_ns >= timeout_s * NS_PER_S:
                    raise LiveError(f"no message came on {source.topic} within {timeout_s} s")
                yield None
            while queue:
                item = queue.popleft()
                last_ns = item[1]
                yield item
    finally:
        live.node.destroy_subscription(subscription)


def _types(live: Live, name: str) -> list[str]:
    return dict(graph.topics(live, hidden=True)).get(name, [])
