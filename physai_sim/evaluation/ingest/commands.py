"""What another system told its robot to do, as actions.

Legend: N actions, A numbers in each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import Fault
from physai_sim.evaluation.ingest.recorded_time import RecordedTime
from physai_sim.evaluation.ingest.row_faults import number_faults, order_faults, sound_numbers
from physai_sim.evaluation.ingest.stamps import Stamps, in_order
from physai_sim.evaluation.ingest.topic_map import Role, TopicMap
from physai_sim.evaluation.ingest.track import Part
from physai_sim.messages.driving import SLOWEST_MPS

_STEERED = ("steering_rad", "speed_mps")
_TURNED = ("speed_mps", "turn_rate_radps")


class Commands(NamedTuple):
    """Actions at rising stamps [ns], shape (N, A), what they mean, and what was left out.

    `kind` is `steering_speed`, or `speed_turn_rate` of a car whose wheelbase nobody knows; "" is
    of no commands.
    """

    stamps_ns: Stamps
    actions: Array
    names: tuple[str, ...]
    kind: str
    faults: list[Fault]


def commands_of(
    parts: Mapping[str, Part], roles: Mapping[Role, str], topic_map: TopicMap, time: RecordedTime
) -> Commands:
    """What the robot was told; of an arm nothing is read."""
    name = roles.get("command")
    if name is None or topic_map.kind == "arm" or not len(parts[name]):
        return Commands(np.zeros(0, dtype=np.int64), np.zeros((0, 0)), (), "", [])
    part = parts[name]
    numbers = sound_numbers(part.rows)
    stamps = time.stamps(part)[numbers.is_kept]
    order = in_order(stamps)
    faults = [
        *number_faults(name, numbers),
        *order_faults(name, order),
    ]
    rows = part.rows[numbers.is_kept][order.is_kept]
    is_drive = "ackermann" in part.stream.type_name
    actions, names, kind = _drives(rows) if is_drive else _twists(rows, topic_map.wheelbase_m)
    return Commands(stamps[order.is_kept], actions, names, kind, faults)


def _drives(rows: Array) -> tuple[Array, tuple[str, ...], str]:
    return rows[:, :2].copy(), _STEERED, "steering_speed"


def _twists(rows: Array, wheelbase_m: float | None) -> tuple[Array, tuple[str, ...], str]:
    speed, turn = rows[:, 0], rows[:, 5]
    if wheelbase_m is None:
        return np.column_stack([speed, turn]), _TURNED, "speed_turn_rate"
    is_slow = np.abs(speed) < SLOWEST_MPS
    curvature = np.where(is_slow, 0.0, turn / np.where(is_slow, 1.0, speed))
    return np.column_stack([np.arctan(curvature * wheelbase_m), speed]), _STEERED, "steering_speed"
