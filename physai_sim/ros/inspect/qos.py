"""Quality of service that fits the publishers that are there, unless people wish another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rclpy.qos import (
    DurabilityPolicy,
    HistoryPolicy,
    LivelinessPolicy,
    QoSPresetProfiles,
    QoSProfile,
    ReliabilityPolicy,
)

from physai_sim.core.errors import UnknownNameError

DEPTH, LATCHED_DEPTH = 10, 100
"""Messages kept; more of latched topics, on which several publishers may have left some."""
_ENUMERATIONS = {
    "history": HistoryPolicy,
    "reliability": ReliabilityPolicy,
    "durability": DurabilityPolicy,
    "liveliness": LivelinessPolicy,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What people ask for; None: what fits.

    Args:
        profile: Name of a ready-made profile, as `sensor_data`.
        history: `keep_last` or `keep_all`.
        depth: Messages kept.
        reliability: `reliable` or `best_effort`.
        durability: `volatile` or `transient_local`.
    """

    profile: str | None = None
    history: str | None = None
    depth: int | None = None
    reliability: str | None = None
    durability: str | None = None

    def applied(self, to: QoSProfile) -> QoSProfile:
        """A profile with what is wished in its place.

        Raises:
            UnknownNameError: If there is no such profile or policy.
        """
        chosen = to if self.profile is None else _preset(self.profile)
        history = _policy("history", self.history) or chosen.history
        return QoSProfile(
            history=history,
            depth=chosen.depth if self.depth is None else self.depth,
            reliability=_policy("reliability", self.reliability) or chosen.reliability,
            durability=_policy("durability", self.durability) or chosen.durability,
        )


def for_publishers(infos: Sequence[Any], *, latched: bool = True) -> QoSProfile:
    """A profile with which all these publishers are heard, and as well as they allow.

    Args:
        infos: `TopicEndpointInfo` of each.
        latched: Whether what they published before is wanted.
    """
    offers = [info.qos_profile for info in infos]
    reliable = all(offer.reliability == ReliabilityPolicy.RELIABLE for offer in offers)
    kept = bool(offers) and all(
        offer.durability == DurabilityPolicy.TRANSIENT_LOCAL for offer in offers
    )
    return QoSProfile(
        depth=LATCHED_DEPTH if kept and latched else DEPTH,
        reliability=ReliabilityPolicy.RELIABLE if reliable else ReliabilityPolicy.BEST_EFFORT,
        durability=(
            DurabilityPolicy.TRANSIENT_LOCAL if kept and latched else DurabilityPolicy.VOLATILE
        ),
    )


def as_dictionary(profile: QoSProfile) -> dict[str, Any]:
    """The policies by name; durations [ns]."""
    return {
        **{name: getattr(profile, name).name.lower() for name in _ENUMERATIONS},
        "depth": profile.depth,
        "deadline_ns": profile.deadline.nanoseconds,
        "lifespan_ns": profile.lifespan.nanoseconds,
        "liveliness_lease_duration_ns": profile.liveliness_lease_duration.nanoseconds,
    }


def _policy(name: str, wish: str | None) -> Any:
    if wish is None:
        return None
    known = [member.name.lower() for member in _ENUMERATIONS[name]]
    if wish.lower() not in known:
        raise UnknownNameError(f"no such {name}", got=wish, known=known)
    return _ENUMERATIONS[name][wish.upper()]


def _preset(name: str) -> QoSProfile:
    known = QoSPresetProfiles.short_keys()
    if name.lower() not in known:
        raise UnknownNameError("no such QoS profile", got=name, known=known)
    return QoSPresetProfiles.get_from_short_key(name)
