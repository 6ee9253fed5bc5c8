"""Names in ROS <-> names in DDS.

Source: design article "Topic and service names" (design.ros2.org).
"""

from __future__ import annotations

from typing import Any

from physai_sim.rosless.dds.qos import from_dds
from rclpy.duration import Duration
from rclpy.qos import (
    DurabilityPolicy,
    HistoryPolicy,
    LivelinessPolicy,
    QoSProfile,
    ReliabilityPolicy,
)
from rclpy.topic_endpoint_info import TopicEndpointInfo, TopicEndpointTypeEnum


def topic_of(dds_name: str) -> str | None:
    """`rt/chatter` -> `/chatter`; None for what is no topic of ROS."""
    return dds_name[2:] if dds_name.startswith("rt/") else None


def service_of_request(dds_name: str) -> str | None:
    """`rq/addRequest` -> `/add`: the service whose clients write there, and whose server reads."""
    return _between(dds_name, "rq", "Request")


def service_of(dds_name: str) -> str | None:
    """The service of either of its topics."""
    return _between(dds_name, "rq", "Request") or _between(dds_name, "rr", "Reply")


def type_of(dds_type: str) -> str:
    """`std_msgs::msg::dds_::String_` -> `std_msgs/msg/String`; parts of a service as it."""
    parts = dds_type.split("::")
    if len(parts) < 4 or parts[-2] != "dds_":
        return dds_type
    name = parts[-1].removesuffix("_")
    if parts[1] == "srv" or (parts[1] == "action" and name.endswith(("_Request", "_Response"))):
        name = name.removesuffix("_Request").removesuffix("_Response")
    return "/".join([*parts[:-2], name])


def endpoint_info(end: Any, owner: Any, role: TopicEndpointTypeEnum) -> TopicEndpointInfo:
    """What discovery tells of a publisher or subscription."""
    return TopicEndpointInfo(
        node_name=owner.name if owner else "_NODE_NAME_UNKNOWN_",
        node_namespace=owner.namespace if owner else "_NODE_NAMESPACE_UNKNOWN_",
        topic_type=type_of(end.type_name),
        topic_type_hash=end.type_hash,
        endpoint_type=role,
        endpoint_gid=list(end.guid),
        qos_profile=profile_of(end.qos),
    )


def profile_of(qos: Any) -> QoSProfile:
    """Rclpy's profile of what discovery tells; its history is unknown to discovery."""
    told = from_dds(qos)
    return QoSProfile(
        history=HistoryPolicy(HistoryPolicy.get_from_short_key(told["history"])),
        depth=told["depth"],
        reliability=ReliabilityPolicy(ReliabilityPolicy.get_from_short_key(told["reliability"])),
        durability=DurabilityPolicy(DurabilityPolicy.get_from_short_key(told["durability"])),
        deadline=Duration(nanoseconds=told["deadline_ns"]),
        lifespan=Duration(nanoseconds=told["lifespan_ns"]),
        liveliness=LivelinessPolicy(LivelinessPolicy.get_from_short_key(told["liveliness"])),
        liveliness_lease_duration=Duration(nanoseconds=told["lease_ns"]),
    )


def _between(text: str, start: str, end: str) -> str | None:
    if text.startswith(f"{start}/") and text.endswith(end):
        return text[len(start) : -len(end)]
    return None
