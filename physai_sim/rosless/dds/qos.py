"""Quality of service: rclpy's profiles <-> Cyclone DDS's policies.

A profile is any object with the attributes of `rclpy.qos.QoSProfile`; this layer does not import
rclpy. Source: rmw_cyclonedds for the mapping, tried against ROS 2 Jazzy.
"""

from __future__ import annotations

from typing import Any

from cyclonedds.core import Policy, Qos

from physai_sim.rosless.dds.library import FOREVER_NS


def to_dds(profile: Any, user_data: str = "", *, ignore_local: bool = False) -> Qos:
    """Policies of a writer or reader.

    Args:
        profile: How it is offered or wanted.
        user_data: What others read of it in discovery, `key=value;` each.
        ignore_local: Whether what this participant writes itself is left out.
    """
    reliable = profile.reliability.name != "BEST_EFFORT"
    latched = profile.durability.name == "TRANSIENT_LOCAL"
    keeps_all = profile.history.name == "KEEP_ALL"
    depth = Policy.History.KeepLast(max(1, profile.depth))
    history = Policy.History.KeepAll if keeps_all else depth
    policies = [
        Policy.Reliability.Reliable(FOREVER_NS) if reliable else Policy.Reliability.BestEffort,
        Policy.Durability.TransientLocal if latched else Policy.Durability.Volatile,
        history,
        Policy.DataRepresentation(use_cdrv0_representation=True),
        Policy.WriterDataLifecycle(autodispose=False),
        *_timing(profile),
    ]
    if latched:  # without it a latecomer gets one message, whatever the history keeps
        policies.append(Policy.DurabilityService(0, history, -1, -1, -1))
    if user_data:
        policies.append(Policy.Userdata(user_data.encode()))
    if ignore_local:
        policies.append(Policy.IgnoreLocal.Participant)
    return Qos(*policies)


def _timing(profile: Any) -> list[Any]:
    """Deadline, lifespan and liveliness, where the profile limits them."""
    found: list[Any] = []
    if deadline := _limit(profile.deadline):
        found.append(Policy.Deadline(deadline))
    if lifespan := _limit(profile.lifespan):
        found.append(Policy.Lifespan(lifespan))
    lease = _limit(profile.liveliness_lease_duration) or FOREVER_NS
    by_topic = profile.liveliness.name == "MANUAL_BY_TOPIC"
    kind: Any = Policy.Liveliness.ManualByTopic if by_topic else Policy.Liveliness.Automatic
    found.append(kind(lease))
    return found


def _limit(duration: Any) -> int | None:
    """Nanoseconds of a duration; None for zero and for infinity, which set no limit."""
    value = int(getattr(duration, "nanoseconds", duration) or 0)
    return value if 0 < value < FOREVER_NS else None


def from_dds(qos: Qos) -> dict[str, Any]:
    """What discovery tells of an endpoint, by the names of rclpy's policies and short keys."""
    policies = {policy.__scope__: policy for policy in qos}
    history = policies.get("History", Policy.History.KeepLast(1))
    liveliness = policies.get("Liveliness")
    keeps_last = isinstance(history, Policy.History.KeepLast)
    reliable = isinstance(policies.get("Reliability"), Policy.Reliability.Reliable)
    latched = policies.get("Durability") == Policy.Durability.TransientLocal
    manual = isinstance(liveliness, Policy.Liveliness.ManualByTopic)
    return {
        "history": "keep_last" if keeps_last else "keep_all",
        "depth": history.depth if keeps_last else 0,
        "reliability": "reliable" if reliable else "best_effort",
        "durability": "transient_local" if latched else "volatile",
        "deadline_ns": getattr(policies.get("Deadline"), "deadline", FOREVER_NS),
        "lifespan_ns": getattr(policies.get("Lifespan"), "lifespan", FOREVER_NS),
        "liveliness": "manual_by_topic" if manual else "automatic",
        "lease_ns": getattr(liveliness, "lease_duration", FOREVER_NS),
    }


def user_data_of(qos: Qos) -> dict[str, str]:
    """The `key=value;` pairs that an endpoint or participant carries in discovery."""
    for policy in qos:
        if policy.__scope__ == "Userdata":
            text = policy.data.decode("utf-8", errors="replace")
            pairs = (item.partition("=") for item in text.split(";") if "=" in item)
            return {key: value for key, _, value in pairs}
    return {}
