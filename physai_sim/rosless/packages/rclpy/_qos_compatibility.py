"""Whether a subscription hears a publisher, as far as quality of service decides it.

Source: docs.ros.org, "Quality of Service settings", tables of compatibilities.
"""

from __future__ import annotations

from enum import IntEnum

from rclpy._qos_policies import (
    DurabilityPolicy,
    LivelinessPolicy,
    ReliabilityPolicy,
)
from rclpy._qos_profile import QoSProfile
from rclpy.duration import Duration, Infinite


class QoSCompatibility(IntEnum):
    """Whether two profiles fit."""

    OK = 0
    WARNING = 1
    ERROR = 2


# Policy, what the publisher must not offer where the subscription wants the other.
_RULES = (
    ("reliability", ReliabilityPolicy.BEST_EFFORT, ReliabilityPolicy.RELIABLE),
    ("durability", DurabilityPolicy.VOLATILE, DurabilityPolicy.TRANSIENT_LOCAL),
    ("liveliness", LivelinessPolicy.AUTOMATIC, LivelinessPolicy.MANUAL_BY_TOPIC),
)
_LIMITS = ("deadline", "liveliness_lease_duration")
_OPEN = ("SYSTEM_DEFAULT", "UNKNOWN")


def qos_check_compatible(
    publisher_qos: QoSProfile, subscription_qos: QoSProfile
) -> tuple[QoSCompatibility, str]:
    """Say whether a publisher's messages reach a subscription.

    Args:
        publisher_qos: What is offered.
        subscription_qos: What is wanted.

    Returns:
        OK, ERROR, or WARNING where a policy is left to the middleware and could make them unfit;
        and the reasons, each ended by `;`.
    """
    errors = _errors(publisher_qos, subscription_qos)
    if errors:
        return QoSCompatibility.ERROR, "".join(f"ERROR: {reason};" for reason in errors)
    warnings = _warnings(publisher_qos, subscription_qos)
    if warnings:
        return QoSCompatibility.WARNING, "".join(f"WARNING: {reason};" for reason in warnings)
    return QoSCompatibility.OK, ""


def _errors(offered: QoSProfile, wanted: QoSProfile) -> list[str]:
    found = []
    for policy, less, more in _RULES:
        if getattr(offered, policy) == less and getattr(wanted, policy) == more:
            found.append(f"{policy}: publisher is {less.name}, subscription wants {more.name}")
    for policy in _LIMITS:
        offer, want = _limit(getattr(offered, policy)), _limit(getattr(wanted, policy))
        if want is not None and (offer is None or offer > want):
            offer_text = "none" if offer is None else str(offer)
            found.append(f"{policy}: publisher offers {offer_text}, subscription wants {want}")
    return found


def _warnings(offered: QoSProfile, wanted: QoSProfile) -> list[str]:
    found = []
    for policy, less, more in _RULES:
        offer, want = getattr(offered, policy), getattr(wanted, policy)
        offer_open, want_open = offer.name in _OPEN, want.name in _OPEN
        if (offer_open and (want_open or want == more)) or (want_open and offer == less):
            found.append(f"{policy}: publisher is {offer.name}, subscription is {want.name}")
    return found


def _limit(duration: Duration) -> Duration | None:
    """The duration where it limits something; zero and infinity do not."""
    return None if duration in (Duration(), Infinite) else duration
