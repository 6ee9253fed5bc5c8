"""Publishes statuses on `/diagnostics` once a second of wall time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rclpy.clock import Clock
from rclpy.clock_type import ClockType
from rclpy.node import Node

from physai_sim.control.diagnostics import Status
from physai_sim.messages import topics
from physai_sim.ros.make import make, message_class

PERIOD_S = 1.0


class Health:
    """Tells how a node is.

    Args:
        node: The node.
        statuses: Asked once a second.
    """

    def __init__(self, node: Node, statuses: Callable[[], list[Status]]) -> None:
        self._node, self._statuses = node, statuses
        kind = message_class(topics.DIAGNOSTICS.type_name)
        self._publisher = node.create_publisher(kind, topics.DIAGNOSTICS.name, 10)
        # A simulation that stands still must be seen too, so that this is wall time.
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._timer = node.create_timer(PERIOD_S, self.tell, clock=steady)

    def tell(self) -> None:
        """Publish how the node is now."""
        name = self._node.get_name()
        found = [
            make(
                "diagnostic_msgs/msg/DiagnosticStatus",
                level=bytes([int(status.level)]),
                name=f"{name}: {status.name}",
                message=status.message,
                hardware_id="physai_sim",
                values=[_pair(key, value) for key, value in status.values.items()],
            )
            for status in self._statuses()
        ]
        message = make(topics.DIAGNOSTICS.type_name, status=found)
        message.header.stamp = self._node.get_clock().now().to_msg()
        self._publisher.publish(message)


def _pair(key: str, value: str) -> Any:
    return make("diagnostic_msgs/msg/KeyValue", key=key, value=value)
