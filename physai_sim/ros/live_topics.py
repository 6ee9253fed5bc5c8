"""Publishes the messages of an `EpisodeStream` on live topics."""

from __future__ import annotations

import time
from collections.abc import Container
from typing import Any

from rclpy.duration import Duration
from rclpy.node import Node

from physai_sim.messages.qos import QosProfile
from physai_sim.messages.topics import Topic
from physai_sim.ros.profiles import kept, rclpy_profile

SIM = "/sim/"
"""How the table of topics calls the node that owns the world."""


def live_name(name: str) -> str:
    """A topic of the table as a node calls it: its own ones private, all others relative.

    So that `/clock` is `NS/clock` in a namespace, and two simulations live side by side.
    """
    return f"~/{name.removeprefix(SIM)}" if name.startswith(SIM) else name.lstrip("/")


class LiveTopics:
    """Publishers by topic, made when first needed.

    Args:
        node: Whose they are.
        keeps: Names of topics whose last messages also reach who comes late.
    """

    def __init__(self, node: Node, *, keeps: Container[str] = ()) -> None:
        self._node, self._keeps = node, keeps
        self._publishers: dict[str, Any] = {}

    def announce(self, topic: Topic, message_class: type[Any]) -> None:
        """Make the publisher of a topic, so that others find it before its first message."""
        if topic.name not in self._publishers:
            self._publishers[topic.name] = self._node.create_publisher(
                message_class, live_name(topic.name), rclpy_profile(self._offer(topic))
            )

    def wants(self, topic: Topic) -> bool:
        """Whether messages of a topic reach anybody, now or later."""
        publisher = self._publishers.get(topic.name)
        latched = self._offer(topic).durability == "transient_local"
        return publisher is None or latched or publisher.get_subscription_count() > 0

    def publish(self, topic: Topic, at_ns: int, message: Any) -> None:
        """Publish a message; its stamp is in it, where its type has one."""
        del at_ns
        self.announce(topic, type(message))
        self._publishers[topic.name].publish(message)

    def close(self) -> None:
        """Take all publishers off the topics."""
        for publisher in self._publishers.values():
            self._node.destroy_publisher(publisher)
        self._publishers.clear()

    def wait_for_all_acked(self, timeout_s: float) -> None:
        """Wait until every reliable subscriber has all that was published, or the time ran out."""
        deadline_ns = time.monotonic_ns() + int(timeout_s * 1e9)
        for publisher in self._publishers.values():
            left_ns = max(0, deadline_ns - time.monotonic_ns())
            publisher.wait_for_all_acked(Duration(nanoseconds=left_ns))

    def _offer(self, topic: Topic) -> QosProfile:
        return kept(topic.qos) if topic.name in self._keeps else topic.qos
