"""Measures how fast a live simulation's clock runs."""

from __future__ import annotations

import time
from collections.abc import Callable

from physai_sim import rosless

rosless.install()

import rclpy  # noqa: E402 - served from here on where there is no ROS
from rclpy.executors import SingleThreadedExecutor  # noqa: E402
from rosgraph_msgs.msg import Clock  # noqa: E402

SETTLE_S = 2.0
NS_PER_S = 1_000_000_000


def watch_clock(domain: int, *, seconds: float, patience_s: float) -> float | None:
    """Simulated time that passes in wall time [1]; None if no clock comes.

    Args:
        domain: Where the simulation runs.
        seconds: How long to watch, in wall time [s].
        patience_s: How long to wait for the first tick [s].
    """
    context = rclpy.Context()
    rclpy.init(args=[], context=context, domain_id=domain)
    node = rclpy.create_node("clock_watch", context=context)
    executor = SingleThreadedExecutor(context=context)
    executor.add_node(node)
    ticks: list[tuple[int, int]] = []

    def on_clock(message: Clock) -> None:
        stamp = message.clock.sec * NS_PER_S + message.clock.nanosec
        ticks.append((time.monotonic_ns(), stamp))

    node.create_subscription(Clock, "/clock", on_clock, 10)
    try:
        _spin(executor, patience_s, lambda: len(ticks) > 0)
        _spin(executor, SETTLE_S, lambda: False)
        ticks.clear()
        _spin(executor, seconds, lambda: False)
    finally:
        executor.shutdown()
        node.destroy_node()
        context.try_shutdown()
    if len(ticks) < 2:
        return None
    (wall_ns, stamp_ns), (last_wall_ns, last_ns) = ticks[0], ticks[-1]
    return (last_ns - stamp_ns) / (last_wall_ns - wall_ns)


def _spin(executor: SingleThreadedExecutor, seconds: float, is_over: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not is_over():
        executor.spin_once(timeout_sec=min(0.2, max(0.0, deadline - time.monotonic())))
