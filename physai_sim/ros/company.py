"""Who else is there: doubles that must not be, and listeners that must be there first."""

from __future__ import annotations

import time
from collections.abc import Callable

from rclpy.node import Node

from physai_sim.core.errors import MachineError
from physai_sim.messages import topics
from physai_sim.ros.live_topics import live_name

LOOK_S = 0.6
"""Within it nodes of one machine find one another [s]."""
POLL_S = 0.05


def refuse_doubles(node: Node) -> None:
    """Refuse to be the second of a name, or the second clock of a namespace.

    Raises:
        MachineError: If another node has this node's full name, or publishes its clock.
    """
    clock, name = node.resolve_topic_name("clock"), node.get_fully_qualified_name()
    deadline = time.monotonic() + LOOK_S
    while time.monotonic() < deadline:
        others = node.get_publishers_info_by_topic(clock)
        if others:
            who = f"{others[0].node_namespace.rstrip('/')}/{others[0].node_name}"
            what = f"{who} publishes this clock already"
            raise MachineError(what, where=clock, expected="another ROS_DOMAIN_ID or namespace")
        if node.get_fully_qualified_node_names().count(name) > 1:
            what = "a node of this name is running already"
            raise MachineError(what, where=name, expected="another ROS_DOMAIN_ID or namespace")
        time.sleep(POLL_S)


def wait_for_listeners(
    node: Node, names: list[str], timeout_s: float, *, is_over: Callable[[], bool]
) -> None:
    """Wait until nodes listen to the tick, which they subscribe to when they are ready.

    Args:
        node: The simulation's.
        names: Full names without the leading slash.
        timeout_s: How long; then one line says who is missing, and all goes on [s].
        is_over: Ends the waiting where it holds.
    """
    tick = node.resolve_topic_name(live_name(topics.TICK.name))
    deadline, missing = time.monotonic() + timeout_s, set(names)
    while missing and not is_over() and time.monotonic() < deadline:
        infos = node.get_subscriptions_info_by_topic(tick)
        found = {f"{i.node_namespace.strip('/')}/{i.node_name}".strip("/") for i in infos}
        missing = set(names) - found
        if missing:
            time.sleep(POLL_S)
    if missing and not is_over():
        who = ", ".join(sorted(missing))
        node.get_logger().warning(f"{who} did not come in {timeout_s:g} s; it begins without")
