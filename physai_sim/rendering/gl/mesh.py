"""Triangles as the graphics card wants them: positions, normals and texture coordinates.

Legend: V vertices, F triangles.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

# Faces that meet at less than this angle look like one smooth surface.
CREASE_RAD = np.deg2rad(35.0)


@dataclass(frozen=True, slots=True)
class Mesh:
    """A surface.

    Args:
        positions: Shape (V, 3) [m].
        normals: Unit normals, shape (V, 3).
        uv: Texture coordinates, (0, 0) at the lower left of the picture, shape (V, 2).
        triangles: Vertex numbers, shape (F, 3).
        texture: Picture, its lowest row first, shape (h, w, 4); None where it has none.
        closed: Whether it has an inside, where that is known.
        coarse: The same with fewer triangles, to be seen from afar; None where that is itself.
    """

    positions: NDArray[np.float32]
    normals: NDArray[np.float32]
    uv: NDArray[np.float32]
    triangles: NDArray[np.uint32]
    texture: NDArray[np.uint8] | None = field(default=None, repr=False)
    closed: bool | None = None
    coarse: Mesh | None = field(default=None, repr=False)

    @property
    def radius(self) -> float:
        """Of the sphere about the origin that holds it all [m]."""
        if not len(self.positions):
            return 0.0
        return float(np.sqrt((self.positions.astype(np.float64) ** 2).sum(axis=1).max()))

    @property
    def is_closed(self) -> bool:
        """Whether it has an inside: each edge has a triangle on its other side, turned alike."""
        if self.closed is not None:
            return self.closed
        _, place = np.unique(self.positions, axis=0, return_inverse=True)
        corners = place.reshape(-1)[self.triangles].astype(np.int64)
        starts, ends = corners.ravel(), np.roll(corners, -1, axis=1).ravel()
        count = int(place.max()) + 1
        there = np.unique(starts * count + ends)
        once = len(there) == len(starts)
        return once and np.array_equal(there, np.unique(ends * count + starts))

    def vertices(self) -> NDArray[np.float32]:
        """Positions, normals and texture coordinates side by side, shape (V, 8)."""
        return np.hstack([self.positions, self.normals, self.uv]).astype(np.float32)


def creased(
    positions: NDArray[np.float64],
    triangles: NDArray[np.int64],
    *,
    corner_uv: NDArray[np.float64] | None = None,
    texture: NDArray[np.uint8] | None = None,
) -> Mesh:
    """A mesh with normals: smooth where faces meet flatly, hard at edges.

    Args:
        positions: Shape (V, 3) [m]; vertices at one place must be one vertex.
        triangles: Shape (F, 3).
        corner_uv: Texture coordinates of each corner, shape (F, 3, 2).
        texture: See `Mesh`.
    """
    faces = np.cross(
        positions[triangles[:, 1]] - positions[triangles[:, 0]],
        positions[triangles[:, 2]] - positions[triangles[:, 0]],
    )
    area = np.linalg.norm(faces, axis=1)
    keep = area > 0.0
    uv = np.zeros((len(triangles), 3, 2)) if corner_uv is None else corner_uv
    triangles, faces, area, uv = triangles[keep], faces[keep], area[keep], uv[keep]
    normals = _corner_normals(triangles, faces, faces / area[:, None])
    # Corners that agree in everything become one vertex again.
    corners = np.hstack([positions[triangles.ravel()], normals, uv.reshape(-1, 2)])
    corners = corners.astype(np.float32) + np.float32(0.0)  # negative zeros would keep them apart
    unique, inverse = np.unique(corners, axis=0, return_inverse=True)
    return Mesh(
        positions=unique[:, :3].copy(),
        normals=unique[:, 3:6].copy(),
        uv=unique[:, 6:].copy(),
        triangles=inverse.reshape(-1, 3).astype(np.uint32),
        texture=texture,
    )


def _corner_normals(
    triangles: NDArray[np.int64], weighted: NDArray[np.float64], units: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Normal of each corner: the mean of the faces around it that are not over a crease."""
    corner_vertex = triangles.ravel()
    order = np.argsort(corner_vertex, kind="stable")
    _, start, count = np.unique(corner_vertex[order], return_index=True, return_counts=True)
    # Every corner is paired with all corners of its vertex.
    group = np.repeat(np.arange(len(count)), count)
    ours = np.repeat(order, count[group])
    offset = np.arange(len(ours)) - np.repeat(np.cumsum(count[group]) - count[group], count[group])
    theirs = order[start[np.repeat(group, count[group])] + offset]
    smooth = (units[ours // 3] * units[theirs // 3]).sum(axis=1) >= np.cos(CREASE_RAD)
    total = np.zeros((len(corner_vertex), 3))
    np.add.at(total, ours[smooth], weighted[theirs[smooth] // 3])
    result: NDArray[np.float64] = np.round(total / np.linalg.norm(total, axis=1, keepdims=True), 6)
    return result
