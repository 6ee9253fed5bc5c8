"""The barrier of a live simulation, and the answers that reach it over topics."""

from __future__ import annotations

from typing import Any

from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.node import Node

from physai_sim.control.barrier import LockstepBarrier
from physai_sim.core.timing import NS_PER_S
from physai_sim.messages import parts, topics
from physai_sim.ros.live_topics import live_name
from physai_sim.ros.make import message_class
from physai_sim.ros.profiles import rclpy_profile
from physai_sim.ros.sim_parameters import SimParameters


def make_barrier(node: Node, asked: SimParameters) -> LockstepBarrier | None:
    """The barrier that the parameters ask for; None where nobody is waited for.

    Args:
        node: Hears the answers.
        asked: Whose names are relative to the node's namespace, topics to the root.
    """
    names = [name if name.startswith("/") else node_key(node, name) for name in asked.lockstep]
    if not names:
        return None
    timeout_ns = int(asked.lockstep_timeout_s * NS_PER_S)
    barrier = LockstepBarrier(names, timeout_ns=timeout_ns, policy=asked.lockstep_policy)

    def on_ack(message: Any) -> None:
        stamp_ns = parts.stamp_ns(message.header.stamp)
        name = str(message.node).strip("/")
        barrier.ack(name, stamp_ns=stamp_ns, commands=int(message.commands))

    kind, profile = message_class(topics.ACK.type_name), rclpy_profile(topics.ACK.qos)
    # A group of its own: an answer must not wait behind a slow service.
    group = MutuallyExclusiveCallbackGroup()
    name = live_name(topics.ACK.name)
    node.create_subscription(kind, name, on_ack, profile, callback_group=group)
    return barrier


def node_key(node: Node, name: str) -> str:
    """The full name of a node beside this one, without the leading slash, which means a topic."""
    return f"{node.get_namespace().strip('/')}/{name}".strip("/")
