"""A hidden node of ours among those that run, for the time of one question."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import rclpy
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.signals import SignalHandlerOptions

from physai_sim.core.errors import PhysAIError

POLL_S = 0.02
"""Between two looks at what discovery knows [s]."""
QUIET_S = 0.3
"""How long discovery must bring nothing new, until all is thought to be there [s]."""
SLICE_S = 0.1
"""Longest wait without a look at signals [s]; waits within DDS do not notice Ctrl-C."""


class LiveError(PhysAIError):
    """Nodes did not answer or appear in time, refused, or the domain cannot be joined."""


class Live:
    """The node, and ways to wait; `connected` makes it.

    Args:
        context: Its context.
        spin_time_s: Longest wait for discovery [s].
        use_sim_time: Whether its clock is `/clock`.
    """

    def __init__(self, context: Context, *, spin_time_s: float, use_sim_time: bool) -> None:
        self._spin_time_s = spin_time_s
        self.node = Node(
            f"_physai_{os.getpid()}",  # tools do not list names that begin with an underscore
            context=context,
            use_global_arguments=False,
            enable_rosout=False,
            start_parameter_services=False,
            parameter_overrides=[Parameter("use_sim_time", value=use_sim_time)],
        )
        self._executor = SingleThreadedExecutor(context=context)
        self._executor.add_node(self.node)

    def spin_once(self, timeout_s: float) -> None:
        """Run one callback, or wait for one [s]."""
        self._executor.spin_once(timeout_sec=timeout_s)

    def spin_until(self, done: Callable[[], bool], timeout_s: float | None = None) -> bool:
        """Run callbacks until something holds; whether it did in time.

        Args:
            done: What is waited for.
            timeout_s: By default without limit [s].
        """
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while not done():
            left = SLICE_S if deadline is None else deadline - time.monotonic()
            if left <= 0.0:
                return False
            self.spin_once(min(left, SLICE_S))
        return True

    def settle(self, found: Callable[[], bool] = lambda: False) -> None:
        """Wait until discovery is quiet or what is sought is found, no longer than spin time.

        While nobody but us is known, quiet means nothing, and the whole time passes.
        """
        changed = start = time.monotonic()
        known = None
        while not found():
            now = time.monotonic()
            if now - start >= self._spin_time_s:
                return
            if (seen := self._graph()) != known:
                known, changed = seen, now
            elif now - changed >= QUIET_S and len(seen[0]) > 1:
                return
            time.sleep(POLL_S)

    def _graph(self) -> tuple[Any, ...]:
        node = self.node
        return (
            sorted(node.get_node_names_and_namespaces()),
            node.get_topic_names_and_types(),
            node.get_service_names_and_types(),
        )

    def close(self) -> None:
        """Take the node away."""
        self._executor.shutdown(timeout_sec=1.0)
        self.node.destroy_node()


@contextmanager
def connected(spin_time_s: float, *, use_sim_time: bool = False) -> Iterator[Live]:
    """Join the domain that the environment names (`ROS_DOMAIN_ID`), until the block ends.

    Signals are left to whoever has them: Ctrl-C raises KeyboardInterrupt in a wait.

    Args:
        spin_time_s: Longest wait for discovery [s].
        use_sim_time: Whether the node's clock is `/clock`.

    Raises:
        LiveError: If the domain cannot be joined.
    """
    context = Context()
    try:
        try:
            rclpy.init(args=[], context=context, signal_handler_options=SignalHandlerOptions.NO)
            live = Live(context, spin_time_s=spin_time_s, use_sim_time=use_sim_time)
        except (ValueError, RuntimeError, OSError) as error:
            raise LiveError(f"cannot join the ROS domain: {error}") from error
        try:
            yield live
        finally:
            live.close()
    finally:
        rclpy.try_shutdown(context=context)
