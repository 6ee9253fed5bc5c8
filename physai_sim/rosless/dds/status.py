"""What DDS tells of an endpoint: matches, missed deadlines, quality that does not fit."""

from __future__ import annotations

import ctypes as ct
from typing import Any

from cyclonedds.core import DDSException, DDSStatus

from physai_sim.rosless.dds import library
from physai_sim.rosless.dds.reader import Reader
from physai_sim.rosless.dds.writer import Writer

# Kind of event -> bit of the status, and the wheel's method that reads and resets it.
KINDS: dict[str, tuple[int, str]] = {
    "publication_matched": (DDSStatus.PublicationMatched, "get_publication_matched_status"),
    "subscription_matched": (DDSStatus.SubscriptionMatched, "get_subscription_matched_status"),
    "offered_deadline_missed": (
        DDSStatus.OfferedDeadlineMissed,
        "get_offered_deadline_missed_status",
    ),
    "requested_deadline_missed": (
        DDSStatus.RequestedDeadlineMissed,
        "get_requested_deadline_missed_status",
    ),
    "offered_incompatible_qos": (
        DDSStatus.OfferedIncompatibleQos,
        "get_offered_incompatible_qos_status",
    ),
    "requested_incompatible_qos": (
        DDSStatus.RequestedIncompatibleQos,
        "get_requested_incompatible_qos_status",
    ),
    "liveliness_lost": (DDSStatus.LivelinessLost, "get_liveliness_lost_status"),
    "liveliness_changed": (DDSStatus.LivelinessChanged, "get_liveliness_changed_status"),
    "message_lost": (DDSStatus.SampleLost, "get_sample_lost_status"),
}


class StatusWatch:
    """The events of one endpoint that somebody wants to hear of.

    Args:
        end: The endpoint.
        kinds: Of `KINDS`.
    """

    def __init__(self, end: Reader | Writer, kinds: list[str]) -> None:
        self._end, self.handle = end, end.handle
        mask = 0
        for kind in kinds:
            mask |= int(KINDS[kind][0])
        end.entity.set_status_mask(mask)

    def happened(self, kind: str) -> bool:
        """Whether something changed since `take` was last called for this kind."""
        found = ct.c_uint32()
        bit = int(KINDS[kind][0])
        return library.read_status(self._end.handle, ct.byref(found), bit) >= 0 and bool(
            found.value
        )

    def take(self, kind: str) -> Any:
        """The counts of a kind, and the change since the last call; None after the end."""
        try:
            return getattr(self._end.entity, KINDS[kind][1])()
        except DDSException:
            if self._end.handle:
                raise
            return None
