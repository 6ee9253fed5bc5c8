"""Policies of quality of service. Source: rmw, `rmw/types.h` and `rmw/qos_policy_kind.h`."""

from __future__ import annotations

from enum import IntEnum

from rclpy.duration import MAX_NS, Duration


class QoSPolicyKind(IntEnum):
    """The policies that an endpoint may have, as events report them."""

    INVALID = 1 << 0
    DURABILITY = 1 << 1
    DEADLINE = 1 << 2
    LIVELINESS = 1 << 3
    RELIABILITY = 1 << 4
    HISTORY = 1 << 5
    LIFESPAN = 1 << 6
    DEPTH = 1 << 7
    LIVELINESS_LEASE_DURATION = 1 << 8
    AVOID_ROS_NAMESPACE_CONVENTIONS = 1 << 9


def qos_policy_name_from_kind(policy_kind: QoSPolicyKind | int) -> str:
    """Name of a policy that an event reports."""
    return QoSPolicyKind(policy_kind).name


class QoSPolicyEnum(IntEnum):
    """Base of the policies that are a choice among names."""

    @classmethod
    def short_keys(cls) -> list[str]:
        """The names in small letters."""
        return [name.lower() for name in cls.__members__ if not name.startswith("RMW")]

    @classmethod
    def get_from_short_key(cls, name: str) -> int:
        """The value of a name in any letters.

        Raises:
            KeyError: If there is no such name.
        """
        return cls[name.upper()].value

    @property
    def short_key(self) -> str:
        """The name in small letters."""
        return self.name.lower()


class HistoryPolicy(QoSPolicyEnum):
    """Which messages are kept for those who are slow or late."""

    SYSTEM_DEFAULT = 0
    KEEP_LAST = 1
    KEEP_ALL = 2
    UNKNOWN = 3

    RMW_QOS_POLICY_HISTORY_SYSTEM_DEFAULT = SYSTEM_DEFAULT
    RMW_QOS_POLICY_HISTORY_KEEP_LAST = KEEP_LAST
    RMW_QOS_POLICY_HISTORY_KEEP_ALL = KEEP_ALL
    RMW_QOS_POLICY_HISTORY_UNKNOWN = UNKNOWN


class ReliabilityPolicy(QoSPolicyEnum):
    """Whether lost messages are sent again."""

    SYSTEM_DEFAULT = 0
    RELIABLE = 1
    BEST_EFFORT = 2
    UNKNOWN = 3
    BEST_AVAILABLE = 4

    RMW_QOS_POLICY_RELIABILITY_SYSTEM_DEFAULT = SYSTEM_DEFAULT
    RMW_QOS_POLICY_RELIABILITY_RELIABLE = RELIABLE
    RMW_QOS_POLICY_RELIABILITY_BEST_EFFORT = BEST_EFFORT
    RMW_QOS_POLICY_RELIABILITY_UNKNOWN = UNKNOWN


class DurabilityPolicy(QoSPolicyEnum):
    """Whether latecomers get what was published before."""

    SYSTEM_DEFAULT = 0
    TRANSIENT_LOCAL = 1
    VOLATILE = 2
    UNKNOWN = 3
    BEST_AVAILABLE = 4

    RMW_QOS_POLICY_DURABILITY_SYSTEM_DEFAULT = SYSTEM_DEFAULT
    RMW_QOS_POLICY_DURABILITY_TRANSIENT_LOCAL = TRANSIENT_LOCAL
    RMW_QOS_POLICY_DURABILITY_VOLATILE = VOLATILE
    RMW_QOS_POLICY_DURABILITY_UNKNOWN = UNKNOWN


class LivelinessPolicy(QoSPolicyEnum):
    """How a publisher shows that it lives."""

    SYSTEM_DEFAULT = 0
    AUTOMATIC = 1
    MANUAL_BY_TOPIC = 3
    UNKNOWN = 4
    BEST_AVAILABLE = 5

    RMW_QOS_POLICY_LIVELINESS_SYSTEM_DEFAULT = SYSTEM_DEFAULT
    RMW_QOS_POLICY_LIVELINESS_AUTOMATIC = AUTOMATIC
    RMW_QOS_POLICY_LIVELINESS_MANUAL_BY_TOPIC = MANUAL_BY_TOPIC
    RMW_QOS_POLICY_LIVELINESS_UNKNOWN = UNKNOWN


QoSHistoryPolicy = HistoryPolicy
QoSReliabilityPolicy = ReliabilityPolicy
QoSDurabilityPolicy = DurabilityPolicy
QoSLivelinessPolicy = LivelinessPolicy

DeadlineBestAvailable = Duration(nanoseconds=MAX_NS - 1)
LivelinessLeaseDurationeBestAvailable = Duration(nanoseconds=MAX_NS - 1)
"""What fits the counterparts that are there; the name is rclpy's."""
