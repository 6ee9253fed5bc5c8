"""Triangle meshes with shading normals, and how they are written as OBJ.

TinyRenderer's cost is the number of triangles, so round parts are few flat faces with smooth
normals: corners that meet under less than the crease angle share one, sharper ones stay sharp.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

# OBJ files are text with five decimals [10 um]; rounding at once welds corners the same everywher
_DECIMALS = 5
_NORMAL_DECIMALS = 3
_MIN_AREA_M2 = 1e-9
# The angle between the faces of a 12-sided tube is 30 degrees, between the sides of a box 90.
CREASE_RAD = float(np.radians(44.0))


@dataclass(frozen=True, slots=True)
class Mesh:
    """A soup of triangles with one normal per corner.

    Args:
        corners: Positions, shape (T, 3, 3): triangle, corner, xyz [m].
        normals: Unit normals of the corners, shape (T, 3, 3).
    """

    corners: Array
    normals: Array

    def __add__(self, other: Mesh) -> Mesh:
        """Puts two meshes side by side."""
        return Mesh(
            np.concatenate([self.corners, other.corners]),
            np.concatenate([self.normals, other.normals]),
        )

    def placed(self, rotation: Array, translation: Iterable[float] = (0.0, 0.0, 0.0)) -> Mesh:
        """Turns, then moves the mesh.

        Args:
            rotation: Matrix, shape (3, 3).
            translation: Where the old origin goes, shape (3,) [m].

        Returns:
            The mesh in the new frame.
        """
        moved = self.corners @ rotation.T + np.asarray(list(translation))
        return Mesh(moved, self.normals @ rotation.T)

    @property
    def triangle_count(self) -> int:
        """How many triangles a renderer draws."""
        return len(self.corners)


def surface(
    triangles: Array, crease_rad: float = CREASE_RAD, *, inside: Iterable[float] | None = None
) -> Mesh:
    """Makes a mesh of loose triangles: drops the empty ones, turns them outward and shades them.

    Args:
        triangles: Positions, shape (T, 3, 3) [m], wound all one way round a roughly convex part.
        crease_rad: Faces that meet under less than this share normals [rad].
        inside: A point behind the skin [m]; the mean of its corners where that will do.

    Returns:
        The mesh.
    """
    corners = np.round(triangles, _DECIMALS) + 0.0
    corners = corners[np.linalg.norm(_area_vectors(corners), axis=1) > _MIN_AREA_M2]
    heart = corners.reshape(-1, 3).mean(axis=0) if inside is None else np.asarray(list(inside))
    outward = corners.mean(axis=1) - heart
    if np.sum(outward * _area_vectors(corners)) < 0:
        corners = corners[:, ::-1]
    return Mesh(corners, _smooth_normals(corners, crease_rad))


def _area_vectors(corners: Array) -> Array:
    """Returns face normals as long as the faces are large, shape (T, 3) [m^2]."""
    edges = corners[:, 1:] - corners[:, :1]
    return np.asarray(np.cross(edges[:, 0], edges[:, 1]) / 2)


def _smooth_normals(corners: Array, crease_rad: float) -> Array:
    areas = _area_vectors(corners)
    units = areas / np.linalg.norm(areas, axis=1, keepdims=True)
    faces_at: dict[bytes, list[int]] = {}
    for face, corner in itertools.product(range(len(corners)), range(3)):
        faces_at.setdefault(corners[face, corner].tobytes(), []).append(face)
    normals = np.empty_like(corners)
    for face, corner in itertools.product(range(len(corners)), range(3)):
        near = np.array(faces_at[corners[face, corner].tobytes()])
        close = units[near] @ units[face] > np.cos(crease_rad)
        total = areas[near[close]].sum(axis=0)
        normals[face, corner] = total / np.linalg.norm(total)
    return normals


def obj_text(mesh: Mesh, title: str) -> str:
    """Writes a mesh as Wavefront OBJ, the same bytes on every machine.

    Args:
        mesh: What to write.
        title: First line, as a comment.

    Returns:
        The text of the file.
    """
    lines = [f"# {title}: made by make_meshes.py, {mesh.triangle_count} triangles"]
    points, point_ids = _indexed(mesh.corners, _DECIMALS)
    normals, normal_ids = _indexed(mesh.normals, _NORMAL_DECIMALS)
    lines += [f"v {x:.5f} {y:.5f} {z:.5f}" for x, y, z in points]
    lines += [f"vn {x:.3f} {y:.3f} {z:.3f}" for x, y, z in normals]
    for face_points, face_normals in zip(point_ids, normal_ids, strict=True):
        pairs = zip(face_points, face_normals, strict=True)
        lines.append("f " + " ".join(f"{p}//{n}" for p, n in pairs))
    return "\n".join(lines) + "\n"


def _indexed(rows: Array, decimals: int) -> tuple[list[tuple[float, ...]], npt.NDArray[np.int64]]:
    """Returns the distinct rows, in order of appearance, and 1-based indices, shape (T, 3)."""
    rounded = np.round(rows, decimals) + 0.0  # + 0.0 turns -0.0 into 0.0
    index_of: dict[tuple[float, ...], int] = {}
    ids = [index_of.setdefault(tuple(row), len(index_of) + 1) for row in rounded.reshape(-1, 3)]
    return list(index_of), np.array(ids, np.int64).reshape(-1, 3)
