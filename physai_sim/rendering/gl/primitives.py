"""Boxes, spheres, cylinders and capsules as meshes of unit size, to be scaled by each instance."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from physai_sim.rendering.gl.mesh import Mesh, chained

# Around a ball, at each level of detail; half as many rings.
SEGMENTS = (32, 16, 12, 8)


@functools.cache
def box() -> Mesh:
    """A cube of edge 1 around the origin; each face shows the whole texture."""
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) / 2
    positions, normals = [], []
    for axis in range(3):
        for side in (1, -1):
            face = np.full((4, 3), side / 2)
            face[:, (axis + 1) % 3], face[:, (axis + 2) % 3] = corners[:, 0] * side, corners[:, 1]
            normal = np.zeros((4, 3))
            normal[:, axis] = side
            positions.append(face)
            normals.append(normal)
    quads = np.arange(24).reshape(6, 4)
    return _mesh(
        np.vstack(positions),
        np.vstack(normals),
        np.tile(corners + 0.5, (6, 1)),
        np.vstack([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]),
    )


@functools.cache
def sphere() -> Mesh:
    """A ball of radius 1."""
    return capsule(0.0, 1.0)


@functools.cache
def cylinder() -> Mesh:
    """An upright cylinder of length 1 and radius 1 around the origin."""
    return chained([_cylinder(segments) for segments in SEGMENTS])


@functools.lru_cache(maxsize=256)
def capsule(length: float, radius: float) -> Mesh:
    """An upright cylinder with half balls at its ends, around the origin [m].

    Args:
        length: Between the middles of the balls.
        radius: Of the balls.
    """
    return chained([_capsule(length, radius, segments) for segments in SEGMENTS])


def _cylinder(segments: int) -> Mesh:
    round_ = _circle(segments)
    side = _grid(np.array([-0.5, 0.5]), np.ones(2), round_)
    normals = np.hstack([np.tile(round_, (2, 1)), np.zeros((2 * len(round_), 1))])
    parts = [(side, normals, _quads(2, segments))]
    for z in (-0.5, 0.5):
        rim = np.column_stack([round_, np.full(len(round_), z)])
        cap = np.vstack([rim, [[0.0, 0.0, z]]])
        row = np.arange(segments)
        fan = np.column_stack([row, row + 1, np.full(segments, len(rim))])
        up = np.tile([0.0, 0.0, np.sign(z)], (len(cap), 1))
        parts.append((cap, up, fan if z > 0 else fan[:, [1, 0, 2]]))
    return _joined(parts)


def _capsule(length: float, radius: float, segments: int) -> Mesh:
    half = segments // 4
    tilt = np.linspace(-np.pi / 2, np.pi / 2, 2 * half + 1)
    tilt = np.insert(tilt, half, 0.0) if length > 0.0 else tilt
    shift = np.where(np.arange(len(tilt)) > half, length / 2, -length / 2)
    round_ = _circle(segments)
    normals = _grid(np.sin(tilt), np.cos(tilt), round_)
    positions = radius * normals
    positions[:, 2] += np.repeat(shift, len(round_)) if length > 0.0 else 0.0
    return _joined([(positions, normals, _quads(len(tilt), segments))])


def _circle(segments: int) -> NDArray[np.float64]:
    """Points around a circle of radius 1, the first once more at the end, (segments + 1, 2)."""
    turn = np.linspace(0.0, 2 * np.pi, segments + 1)
    return np.column_stack([np.cos(turn), np.sin(turn)])


def _grid(
    heights: NDArray[np.float64], radii: NDArray[np.float64], round_: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Rings of points, (rings * points, 3)."""
    rings = [
        np.column_stack([radius * round_, np.full(len(round_), height)])
        for height, radius in zip(heights, radii, strict=True)
    ]
    return np.vstack(rings)


def _quads(rings: int, segments: int) -> NDArray[np.int64]:
    row = np.arange(segments)
    quads = []
    for ring in range(rings - 1):
        low, high = ring * (segments + 1) + row, (ring + 1) * (segments + 1) + row
        quads += [
            np.column_stack([low, low + 1, high + 1]),
            np.column_stack([low, high + 1, high]),
        ]
    return np.vstack(quads)


def _joined(
    parts: list[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]],
) -> Mesh:
    starts = np.cumsum([0, *(len(positions) for positions, _, _ in parts)])
    positions = np.vstack([part[0] for part in parts])
    triangles = np.vstack([part[2] + at for part, at in zip(parts, starts, strict=False)])
    uv = positions[:, :2] / 2 + 0.5
    return _mesh(positions, np.vstack([part[1] for part in parts]), uv, triangles)


def _mesh(
    positions: NDArray[np.float64],
    normals: NDArray[np.float64],
    uv: NDArray[np.float64],
    triangles: NDArray[np.int64],
) -> Mesh:
    return Mesh(
        positions.astype(np.float32),
        normals.astype(np.float32),
        uv.astype(np.float32),
        triangles.astype(np.uint32),
    )
