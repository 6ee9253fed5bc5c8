"""Flat triangle meshes along segments."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from physai_sim.roads.segment import Arc, Array, Segment

# An arc is drawn by chords that leave it by less than this, and turn by less than that.
CHORD_ERROR_M = 0.02
_STEP_RAD = 0.2

Triangles: TypeAlias = NDArray[np.int32]
Rgba: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """A surface to draw; nothing collides with it.

    Attributes:
        name: What it shows.
        vertices_m: Points (V, 3) in the world frame.
        triangles: Vertex indices (F, 3), counterclockwise as seen from above.
        rgba: Colour and opacity, 0 to 1.
    """

    name: str
    vertices_m: Array
    triangles: Triangles
    rgba: Rgba


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A strip along a segment, from one offset to another to the left of it."""

    segment: Segment
    right_m: float
    left_m: float


def merged(name: str, ribbons: Sequence[Ribbon], *, z_m: float, rgba: Rgba) -> Mesh | None:
    """One flat mesh of many ribbons, or None of none."""
    if not ribbons:
        return None
    vertices, triangles, count = [], [], 0
    for ribbon in ribbons:
        points = _rows(ribbon)
        first = np.arange(count, count + len(points) - 2, 2, dtype=np.int32)[:, None]
        # Points come in pairs: right, left; the next pair lies ahead.
        triangles += [first + np.array(corners) for corners in ((0, 2, 1), (1, 2, 3))]
        vertices.append(np.column_stack((points, np.full(len(points), z_m))))
        count += len(points)
    joined = np.concatenate(triangles).astype(np.int32)
    return Mesh(name, np.concatenate(vertices), joined, rgba)


def chords(segment: Segment, offset_m: float) -> int:
    """How many chords stand for a segment at up to `offset_m` on its outer side."""
    if not isinstance(segment, Arc):
        return 1
    radius_m = segment.radius_m + abs(offset_m)
    step_rad = 2.0 * math.acos(max(1.0 - CHORD_ERROR_M / radius_m, 0.0))
    return math.ceil(abs(segment.angle_rad) / min(step_rad, _STEP_RAD))


def _rows(ribbon: Ribbon) -> Array:
    """Points (2 N, 2): right and left, pair after pair."""
    segment = ribbon.segment
    count = chords(segment, max(abs(ribbon.right_m), abs(ribbon.left_m))) + 1
    poses = segment.poses_at(np.linspace(0.0, segment.length_m, count))
    left = np.column_stack((-np.sin(poses[:, 2]), np.cos(poses[:, 2])))
    sides = [poses[:, :2] + offset_m * left for offset_m in (ribbon.right_m, ribbon.left_m)]
    return np.stack(sides, axis=1).reshape(-1, 2)
