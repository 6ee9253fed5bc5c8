"""Our table of quality of service as rclpy's profiles."""

from __future__ import annotations

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
