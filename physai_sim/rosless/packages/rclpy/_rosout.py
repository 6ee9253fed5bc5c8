"""Publishes the log messages of a node on `/rosout`."""

from __future__ import annotations

import threading
from typing import Any

from rclpy.logging import add_sink, remove_sink
from rclpy.qos import QoSProfile
from rclpy.time import Time


class Rosout:
    """Sends what the node's logger and its children say.

    Args:
        node: The node.
        profile: How the topic is offered.
    """

    def __init__(self, node: Any, profile: QoSProfile | int) -> None:
        from rcl_interfaces.msg import Log

        self._message_class, self._name = Log, node.get_logger().name
        self._publisher = node.create_publisher(Log, "/rosout", profile)
        self._busy = threading.local()
        add_sink(self._on_log)

    def close(self) -> None:
        """Send nothing any more; the publisher ends with the node."""
        remove_sink(self._on_log)

    def _on_log(
        self,
        severity: int,
        name: str,
        message: str,
        *,
        file: str,
        function: str,
        line: int,
        stamp_ns: int,
    ) -> None:
        if name != self._name and not name.startswith(f"{self._name}."):
            return
        if getattr(self._busy, "now", False):  # what publishing itself logs would never end
            return
        self._busy.now = True
        try:
            log = self._message_class(
                stamp=Time(nanoseconds=stamp_ns).to_msg(),
                level=int(severity),
                name=name,
                msg=message,
                file=file,
                function=function,
                line=line,
            )
            if self._publisher._context.ok():
                self._publisher.publish(log)
        finally:
            self._busy.now = False
