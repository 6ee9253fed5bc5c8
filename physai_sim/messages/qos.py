"""Quality of service (QoS) of our topics, and its form in a bag.

A bag must say how each topic was offered: without it `ros2 bag play` offers every topic as
volatile, and subscribers to a latched one (`/tf_static`, `/robot_description`) receive nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rosbags.interfaces import (
    Qos,
    QosDurability,
    QosHistory,
    QosLiveliness,
    QosReliability,
    QosTime,
)

Reliability = Literal["reliable", "best_effort"]
Durability = Literal["volatile", "transient_local"]

# The longest time that fits RMW's nanosecond counter; to every RMW this means "no limit".
_INFINITE = QosTime(sec=9_223_372_036, nsec=854_775_807)


@dataclass(frozen=True, slots=True)
class QosProfile:
    """How a topic is offered: keep-last history of `depth` messages, automatic liveliness.

    Args:
        reliability: `reliable` resends what was lost, `best_effort` does not.
        durability: `transient_local` hands the kept messages to subscribers that come later.
        depth: Messages kept [1].
    """

    reliability: Reliability = "reliable"
    durability: Durability = "volatile"
    depth: int = 10


DEFAULT = QosProfile()
"""Source: the ROS 2 default profile (`rmw_qos_profile_default`)."""
LATCHED = QosProfile(durability="transient_local", depth=1)
"""For what is said once and must reach late subscribers: `/robot_description`, maps."""
CLOCK = QosProfile()
"""For publishing `/clock`: nodes subscribe best effort, depth 1 (rclpy's `TimeSource`), and match
a reliable publisher all the same; who counts ticks, as a recorder in lock-step, must miss none."""
SENSOR = QosProfile(depth=5)
"""For publishing sensors: reliable, so that every subscriber matches. Source: REP-2003."""
TF = QosProfile(depth=100)
"""For `/tf`. Source: tf2_ros, `DynamicBroadcasterQoS`."""
TF_STATIC = LATCHED
"""For `/tf_static`. Source: tf2_ros, `StaticBroadcasterQoS`."""


def to_rosbags_qos(profile: QosProfile) -> Qos:
    """Turn a profile into the record that `rosbags` writes into a bag."""
    return Qos(
        history=QosHistory.KEEP_LAST,
        depth=profile.depth,
        reliability=QosReliability[profile.reliability.upper()],
        durability=QosDurability[profile.durability.upper()],
        deadline=_INFINITE,
        lifespan=_INFINITE,
        liveliness=QosLiveliness.AUTOMATIC,
        liveliness_lease_duration=_INFINITE,
        avoid_ros_namespace_conventions=False,
    )


def from_rosbags_qos(offers: Sequence[Qos]) -> QosProfile:
    """Reduce what the publishers of a recorded topic offered to one profile that serves all.

    Several publishers may have offered one topic differently. As `ros2 bag play` does, they are
    followed where they agree; where they differ or are silent, `DEFAULT` holds.

    Args:
        offers: One record per publisher; may be empty.
    """
    reliabilities = {offer.reliability for offer in offers}
    durabilities = {offer.durability for offer in offers}
    return QosProfile(
        reliability="best_effort" if reliabilities == {QosReliability.BEST_EFFORT} else "reliable",
        durability=(
            "transient_local" if durabilities == {QosDurability.TRANSIENT_LOCAL} else "volatile"
        ),
        depth=max((offer.depth for offer in offers), default=0) or DEFAULT.depth,
    )
