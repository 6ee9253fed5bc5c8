"""Triangles as the graphics card wants them: positions, normals and texture coordinates.

Legend: V vertices, F triangles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

# Radius on the picture from which on each level of detail is drawn [px], finest first. A circle of
# r pixels as a polygon of m corners is r pi^2 / 2 m^2 pixels off, and a mesh of F triangles has
# about 1.5 sqrt(F) of them in its outline: levels change where that comes to half a pixel.
LEVEL_PX = (75.0, 25.0, 8.0, 0.0)
CREASE_RAD = float(np.deg2rad(35.0))


@dataclass(frozen=True, slots=True)
class Mesh:
    """A surface.

    Args:
        positions: Shape (V, 3) [m].
        normals: Unit normals, shape (V, 3).
        uv: Texture coordinates, (0, 0) at the lower left of the picture, shape (V, 2).
        triangles: Vertex numbers, counterclockwise where it is seen from outside, shape (F, 3).
        colors: What the colour of each instance is multiplied with, 0 to 255, shape (V, 3); None
            for white.
        texture: Picture, its lowest row first, shape (h, w, 4); None where it has none.
        coarse: The same with fewer triangles, to be seen from afar, and so on; None where that is
            itself.
    """

    positions: NDArray[np.float32]
    normals: NDArray[np.float32]
    uv: NDArray[np.float32]
    triangles: NDArray[np.uint32]
    colors: NDArray[np.uint8] | None = field(default=None, repr=False)
    texture: NDArray[np.uint8] | None = field(default=None, repr=False)
    coarse: Mesh | None = field(default=None, repr=False)

    @property
    def radius(self) -> float:
        """Of the sphere about the origin that holds it all [m]."""
        if not len(self.positions):
            return 0.0
        return float(np.sqrt((self.positions.astype(np.float64) ** 2).sum(axis=1).max()))

    def turned_over(self) -> Mesh:
        """The same seen from its other side, at all levels: a scale that mirrors does that."""
        coarse = None if self.coarse is None else self.coarse.turned_over()
        return replace(self, triangles=self.triangles[:, ::-1].copy(), coarse=coarse)

    def levels(self) -> tuple[Mesh, ...]:
        """This and the coarser ones, finest first; at most as many as `LEVEL_PX` has."""
        return (self, *(self.coarse.levels() if self.coarse is not None else ()))

    def vertices(self) -> NDArray[np.uint32]:
        """Words of positions, normals, texture coordinates and colour side by side, (V, 9)."""
        paint = np.full((len(self.positions), 4), 255, dtype=np.uint8)
        if self.colors is not None:
            paint[:, :3] = self.colors
        numbers = np.hstack([self.positions, self.normals, self.uv], dtype=np.float32)
        return np.hstack([numbers.view(np.uint32), paint.view(np.uint32)])


def chained(levels: Sequence[Mesh]) -> Mesh:
    """The finest of some levels, which knows the coarser ones; the last is not repeated."""
    *finer, result = levels
    while finer and finer[-1] is result:
        finer.pop()
    for level in reversed(finer):
        result = replace(level, coarse=result)
    return result


def creased(
    positions: NDArray[np.float64],
    triangles: NDArray[np.int64],
    *,
    corner_uv: NDArray[np.float64] | None = None,
    texture: NDArray[np.uint8] | None = None,
    face_colors: NDArray[np.uint8] | None = None,
    crease_rad: float = CREASE_RAD,
) -> Mesh:
    """A mesh with normals: smooth where faces meet flatly, hard at edges.

    Args:
        positions: Shape (V, 3) [m]; vertices at one place must be one vertex.
        triangles: Shape (F, 3).
        corner_uv: Texture coordinates of each corner, shape (F, 3, 2).
        texture: See `Mesh`.
        face_colors: Colour of each triangle, shape (F, 3).
        crease_rad: Faces that meet at less than this angle look like one smooth surface.
    """
    faces = face_normals(positions, triangles)
    area = np.linalg.norm(faces, axis=1)
    keep = area > 0.0
    uv = np.zeros((len(triangles), 3, 2)) if corner_uv is None else corner_uv
    triangles, faces, area, uv = triangles[keep], faces[keep], area[keep], uv[keep]
    colors = np.full((len(area), 3), 255, np.uint8) if face_colors is None else face_colors[keep]
    normals = _corner_normals(triangles, faces, faces / area[:, None], crease_rad)
    # Corners that agree in everything become one vertex again.
    parts = [positions[triangles.ravel()], normals, uv.reshape(-1, 2), colors.repeat(3, axis=0)]
    corners = np.hstack(parts, dtype=np.float32)
    corners += np.float32(0.0)  # negative zeros would keep them apart
    unique, inverse = np.unique(corners, axis=0, return_inverse=True)
    return Mesh(
        positions=unique[:, :3].copy(),
        normals=unique[:, 3:6].copy(),
        uv=unique[:, 6:8].copy(),
        triangles=inverse.reshape(-1, 3).astype(np.uint32),
        colors=None if face_colors is None else unique[:, 8:].astype(np.uint8),
        texture=texture,
    )


def face_normals(
    positions: NDArray[np.float64], triangles: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Normal of each triangle, twice as long as its area, (F, 3)."""
    a, b, c = (positions[triangles[:, k]] for k in range(3))
    return np.cross(b - a, c - a)


def _corner_normals(
    triangles: NDArray[np.int64],
    weighted: NDArray[np.float64],
    units: NDArray[np.float64],
    crease_rad: float,
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
    smooth = (units[ours // 3] * units[theirs // 3]).sum(axis=1) >= np.cos(crease_rad)
    total = np.zeros((len(corner_vertex), 3))
    np.add.at(total, ours[smooth], weighted[theirs[smooth] // 3])
    result: NDArray[np.float64] = np.round(total / np.linalg.norm(total, axis=1, keepdims=True), 6)
    return result
