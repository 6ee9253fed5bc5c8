"""Can live nodes talk here, with a ROS 2 installation or without?"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from physai_sim import rosless
from physai_sim.doctor.base import Finding

WANTED_RMW = "rmw_cyclonedds_cpp"
SPARE_DOMAIN = 231
PATIENCE_S = 5.0
BUFFER_FILE = Path("/proc/sys/net/core/rmem_max")
ENOUGH_BYTES = 4_000_000
"""A picture of 640x480 and its successors fit, so that none is lost at 30 Hz [B]."""


class Live:
    """A message goes from one node to another, and services have the header that others read."""

    remedy = "pip install cyclonedds (Python 3.10 to 3.13), or source a ROS 2 installation"

    def run(self) -> Finding:
        """See `Check`."""
        if rosless.has_ros():
            return _with_ros(os.environ.get("RMW_IMPLEMENTATION", ""))
        seconds = _message_takes()
        if seconds is None:
            what = f"no message came through in {PATIENCE_S:.0f} s: is the loopback interface up?"
            return Finding("FAIL", what)
        told = f"without ROS 2: a message goes through on Cyclone DDS ({seconds * 1000:.0f} ms)"
        size = _buffer_bytes()
        if size is not None and size < ENOUGH_BYTES:
            hint = f"sockets hold {size} bytes: `sysctl -w net.core.rmem_max=16777216` for images"
            return Finding("note", f"{told}; {hint}")
        return Finding("ok", told)


def _with_ros(rmw: str) -> Finding:
    if rmw == WANTED_RMW:
        return Finding("ok", f"ROS 2 with {rmw}")
    got = rmw or "its default middleware"
    hint = f"services of nodes without ROS need RMW_IMPLEMENTATION={WANTED_RMW}"
    return Finding("note", f"ROS 2 with {got}; {hint}")


def _message_takes() -> float | None:
    """How long a message takes between two nodes of a domain of their own [s]; None: too long."""
    rosless.install()
    import rclpy
    from std_msgs.msg import String

    context = rclpy.Context()
    rclpy.init(args=[], context=context, domain_id=SPARE_DOMAIN)
    came: list[Any] = []
    try:
        with rclpy.create_node("doctor", context=context, enable_rosout=False) as node:
            from rclpy.executors import SingleThreadedExecutor

            executor = SingleThreadedExecutor(context=context)
            executor.add_node(node)
            node.create_subscription(String, "doctor", came.append, 10)
            publisher = node.create_publisher(String, "doctor", 10)
            begin = time.monotonic()
            publisher.publish(String(data="hello"))
            while not came and time.monotonic() - begin < PATIENCE_S:
                executor.spin_once(timeout_sec=0.1)
            executor.shutdown()
            return time.monotonic() - begin if came else None
    finally:
        context.try_shutdown()


def _buffer_bytes() -> int | None:
    """Greatest receive buffer of a socket [B]; None where the system does not say."""
    try:
        return int(BUFFER_FILE.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
