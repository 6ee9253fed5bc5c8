"""Where the robot of another system was: by its odometry, else its pose, else /tf.

Legend: T rows; pose = position 3 [m], quaternion xyzw 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from physai_sim.core.geometry import Array, from_rpy
from physai_sim.evaluation.episode import Fault
from physai_sim.evaluation.ingest.conventions import TF, TF_STATIC
from physai_sim.evaluation.ingest.motion import with_twist
from physai_sim.evaluation.ingest.recorded_time import RecordedTime
from physai_sim.evaluation.ingest.row_faults import (
    gap_faults,
    number_faults,
    order_faults,
    row_fault,
    sound_numbers,
)
from physai_sim.evaluation.ingest.stamps import Stamps, in_order
from physai_sim.evaluation.ingest.topic_map import Role, TopicMap
from physai_sim.evaluation.ingest.track import Part
from physai_sim.evaluation.ingest.transforms import TransformTree, compose

_UNIT_TOLERANCE = 0.01


class Poses(NamedTuple):
    """Rows of odometry, shape (T, 13), at rising stamps [ns], and what was left out."""

    stamps_ns: Stamps
    rows: Array
    faults: list[Fault]


def poses_of(
    parts: Mapping[str, Part], roles: Mapping[Role, str], topic_map: TopicMap, time: RecordedTime
) -> Poses:
    """Where the robot was, in the frame of the roads; no rows where nothing tells it."""
    for role in ("odometry", "pose"):
        name = roles.get(role)
        if name is not None and len(parts[name]):
            part = parts[name]
            stamps, rows, faults = sound_rows(name, time.stamps(part), part.rows)
            break
    else:
        stamps, rows, faults = _by_transforms(parts, topic_map)
    rows = _moved(rows, topic_map)
    return Poses(stamps, rows if rows.shape[1] == 13 else with_twist(stamps, rows), faults)


def sound_rows(name: str, stamps_ns: Stamps, rows: Array) -> Poses:
    """Leave out what is no sound number, no rotation, or out of order; it is counted."""
    numbers = sound_numbers(rows)
    norms = np.linalg.norm(np.where(numbers.is_kept[:, None], rows, 0.0)[:, 3:7], axis=1)
    is_turn = np.abs(norms - 1.0) < _UNIT_TOLERANCE
    usable = numbers.is_kept & is_turn
    order = in_order(stamps_ns[usable])
    faults = [
        *number_faults(name, numbers),
        *row_fault("no_rotation", name, int(np.sum(numbers.is_kept & ~is_turn))),
        *order_faults(name, order),
        *gap_faults(name, stamps_ns[usable][order.is_kept]),
    ]
    return Poses(stamps_ns[usable][order.is_kept], rows[usable][order.is_kept], faults)


def _by_transforms(parts: Mapping[str, Part], topic_map: TopicMap) -> Poses:
    nothing = Poses(np.zeros(0, dtype=np.int64), np.zeros((0, 13)), [])
    if TF not in parts or not parts[TF].objects:
        return nothing
    fixed = parts[TF_STATIC].objects if TF_STATIC in parts else []
    tree = TransformTree(
        (item for message in parts[TF].objects for item in message),
        (item for message in fixed for item in message),
    )
    base, world = topic_map.frames.base, topic_map.frames.world
    found = tree.poses(base, world)
    if found is None:
        text = f"no chain of transforms leads from {base!r} to {world!r}; found {tree.described()}"
        return nothing._replace(faults=[Fault("missing", TF, 1, text)])
    poses = sound_rows(TF, *found)
    lost = row_fault("out_of_range", TF, tree.left_out)
    return poses._replace(faults=[*lost, *poses.faults])


def _moved(rows: Array, topic_map: TopicMap) -> Array:
    offset = topic_map.offset
    where = (offset.x_m, offset.y_m, offset.z_m, *from_rpy(0.0, 0.0, offset.yaw_rad))
    if where == (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0) or not len(rows):
        return rows
    return np.hstack([compose(np.array([where]), rows[:, :7]), rows[:, 7:]])
