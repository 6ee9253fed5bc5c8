"""Faults of rows: what was left out of a topic, in a sentence, counted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.timing import NS_PER_S
from physai_sim.evaluation.episode import Fault
from physai_sim.evaluation.ingest.stamps import LONGEST_GAP_NS, Ordered, Stamps

GREATEST = 1e9
"""Greatest number, in SI units, that a row may hold: 25 times around the earth."""

_TEXTS = {
    "duplicate": "stamps that came before are left out",
    "out_of_order": "stamps that are out of order are left out",
    "bad_stamp": "stamps that no clock shows are left out",
    "no_rotation": "rows whose quaternion is no rotation are left out",
    "not_finite": "rows with numbers that are not finite are left out",
    "out_of_range": f"rows with numbers that are not within {GREATEST:.0e} are left out",
    "gap": f"times over {LONGEST_GAP_NS // NS_PER_S} s without a row, in which nothing is known",
}


class Numbers(NamedTuple):
    """Which rows hold numbers to compute with, and how many of the others there are."""

    is_kept: NDArray[np.bool_]
    not_finite: int
    out_of_range: int


def sound_numbers(rows: Array) -> Numbers:
    """Keep the rows whose numbers are finite and of a size that a robot has to do with.

    A damaged message may hold 1e300, whose square is infinite.

    Args:
        rows: Shape (N, W).
    """
    is_finite = np.isfinite(rows).all(axis=1)
    is_kept = np.all(np.abs(rows) <= GREATEST, axis=1)
    return Numbers(is_kept, int(np.sum(~is_finite)), int(np.sum(is_finite & ~is_kept)))


def number_faults(topic: str, numbers: Numbers) -> list[Fault]:
    """What keeping sound numbers of a topic left out."""
    return [
        *row_fault("not_finite", topic, numbers.not_finite),
        *row_fault("out_of_range", topic, numbers.out_of_range),
    ]


def row_fault(kind: str, topic: str, count: int) -> list[Fault]:
    """A fault of a topic's rows; none where nothing was left out."""
    return [Fault(kind, topic, count, _TEXTS[kind])] if count else []


def gap_faults(topic: str, stamps_ns: Stamps) -> list[Fault]:
    """Where rows are far apart: a recording that was paused, or a clock that was set."""
    return row_fault("gap", topic, int(np.sum(np.diff(stamps_ns) > LONGEST_GAP_NS)))


def order_faults(topic: str, order: Ordered) -> list[Fault]:
    """What putting a topic's stamps in order left out."""
    return [
        *row_fault("duplicate", topic, order.duplicates),
        *row_fault("out_of_order", topic, order.disordered),
        *row_fault("bad_stamp", topic, order.senseless),
    ]
