"""Faults of rows: what was left out of a topic, in a sentence, counted."""

from __future__ import annotations

from physai_sim.evaluation.episode import Fault
from physai_sim.evaluation.ingest.stamps import Ordered

_TEXTS = {
    "duplicate": "stamps that came before are left out",
    "out_of_order": "stamps that are out of order are left out",
    "bad_stamp": "stamps that no clock shows are left out",
    "no_rotation": "rows whose quaternion is no rotation are left out",
    "not_finite": "rows with numbers that are not finite are left out",
}


def row_fault(kind: str, topic: str, count: int) -> list[Fault]:
    """A fault of a topic's rows; none where nothing was left out."""
    return [Fault(kind, topic, count, _TEXTS[kind])] if count else []


def order_faults(topic: str, order: Ordered) -> list[Fault]:
    """What putting a topic's stamps in order left out."""
    return [
        *row_fault("duplicate", topic, order.duplicates),
        *row_fault("out_of_order", topic, order.disordered),
        *row_fault("bad_stamp", topic, order.senseless),
    ]
