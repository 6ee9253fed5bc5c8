"""Our table of quality of service as rclpy's profiles."""

from __future__ import annotations

from dataclasses import replace

from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy

from physai_sim.messages.qos import QosProfile


def rclpy_profile(profile: QosProfile) -> QoSProfile:
    """How a topic of ours is offered."""
    return QoSProfile(
        history=HistoryPolicy.KEEP_LAST,
        depth=profile.depth,
        reliability=ReliabilityPolicy[profile.reliability.upper()],
        durability=DurabilityPolicy[profile.durability.upper()],
    )


def lossless(profile: QosProfile) -> QoSProfile:
    """How a topic is wanted by who must not miss a message; its publisher waits for the slow."""
    return QoSProfile(
        history=HistoryPolicy.KEEP_ALL,
        reliability=ReliabilityPolicy[profile.reliability.upper()],
        durability=DurabilityPolicy[profile.durability.upper()],
    )


def kept(profile: QosProfile) -> QosProfile:
    """How a topic of an observation is offered in lock-step: to who comes late as well.

    A listener whose subscription is found only after a reading was said would wait for it for
    ever, and the simulation for the answer.
    """
    return replace(profile, durability="transient_local")


def wanted_as_offered(node: Node, name: str, profile: QosProfile) -> QoSProfile:
    """How a topic is listened to, with what was said before where all its publishers keep that.

    Args:
        node: Who listens.
        name: The topic, as the node calls it.
        profile: How our table offers it.
    """
    offers = node.get_publishers_info_by_topic(node.resolve_topic_name(name))
    keeps = [one.qos_profile.durability is DurabilityPolicy.TRANSIENT_LOCAL for one in offers]
    return rclpy_profile(kept(profile) if keeps and all(keeps) else profile)
