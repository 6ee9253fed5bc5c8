"""What discovery tells of a publisher or subscription. Source: docs.ros.org, rclpy API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from rclpy.qos import HistoryPolicy, QoSProfile, qos_profile_unknown
from rclpy.type_hash import TypeHash


class TopicEndpointTypeEnum(IntEnum):
    """The two kinds of endpoints."""

    INVALID = 0
    PUBLISHER = 1
    SUBSCRIPTION = 2


@dataclass(slots=True)
class TopicEndpointInfo:
    """An endpoint of a topic.

    Args:
        node_name: Whose it is.
        node_namespace: Namespace of that node.
        topic_type: Type of the topic.
        topic_type_hash: Of its definition; a text `RIHS01_...` will do as well.
        endpoint_type: Publisher or subscription.
        endpoint_gid: Its identity, 16 octets.
        qos_profile: How it offers or wants messages.
    """

    node_name: str = ""
    node_namespace: str = ""
    topic_type: str = ""
    topic_type_hash: TypeHash = field(default_factory=TypeHash)
    endpoint_type: TopicEndpointTypeEnum = TopicEndpointTypeEnum.INVALID
    endpoint_gid: Sequence[int] = ()
    qos_profile: QoSProfile = field(default_factory=lambda: qos_profile_unknown)

    def __post_init__(self) -> None:
        """Bring what is given in another form into the form that is kept."""
        self.topic_type_hash = _hash_of(self.topic_type_hash)
        self.endpoint_type = TopicEndpointTypeEnum(self.endpoint_type)
        self.endpoint_gid = list(self.endpoint_gid)
        if isinstance(self.qos_profile, Mapping):
            self.qos_profile = QoSProfile(**self.qos_profile)

    def __str__(self) -> str:
        qos = self.qos_profile
        keeps_last = qos.history == HistoryPolicy.KEEP_LAST
        history = f"{qos.history.name} ({qos.depth})" if keeps_last else qos.history.name
        return "\n".join(
            [
                f"Node name: {self.node_name}",
                f"Node namespace: {self.node_namespace}",
                f"Topic type: {self.topic_type}",
                f"Topic type hash: {self.topic_type_hash}",
                f"Endpoint type: {self.endpoint_type.name}",
                f"GID: {'.'.join(f'{octet:02x}' for octet in self.endpoint_gid)}",
                "QoS profile:",
                f"  Reliability: {qos.reliability.name}",
                f"  History (Depth): {history}",
                f"  Durability: {qos.durability.name}",
                f"  Lifespan: {qos.lifespan}",
                f"  Deadline: {qos.deadline}",
                f"  Liveliness: {qos.liveliness.name}",
                f"  Liveliness lease duration: {qos.liveliness_lease_duration}",
            ]
        )


def _hash_of(given: Any) -> TypeHash:
    if isinstance(given, TypeHash):
        return given
    if isinstance(given, Mapping):
        return TypeHash(**given)
    return TypeHash.from_text(given or "")
