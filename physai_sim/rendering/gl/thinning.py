"""Levels of detail: a mesh with fewer triangles for each size at which it is seen.

Legend: V vertices, F triangles, h x w rows x columns of a picture.
"""

from __future__ import annotations

import itertools

import fast_simplification
import numpy as np
from numpy.typing import NDArray

from physai_sim.rendering.gl.mesh import LEVEL_PX, Mesh, chained, creased, face_normals

# Triangles of one mesh at each level, see `LEVEL_PX`; shapes that need them get more.
BUDGETS = (1200, 300, 100, 40)
# Fewer triangles meet at larger angles.
CREASES_RAD = tuple(np.deg2rad([35.0, 50.0, 65.0, 65.0]))
GROWTH = (1.0, 1.5, 2.0, 3.0, 4.0)
# How far a thinned surface may be from its original, where it is seen largest [px].
TOLERANCE_PX = 1.5
# How hard the thinning tries: gently it keeps shapes of many shells, but may not come to an end.
FORCES = (4.0, 7.0)
# Points that stand for a surface: those that are looked for, and those they are looked for among.
FEW, MANY = 1000, 8000
# A surface that looks another way is as good as this share of the mesh's size farther away.
TURNED = 0.05

Points = NDArray[np.float64]
Faces = NDArray[np.int64]


def with_levels(
    positions: Points,
    triangles: Faces,
    *,
    corner_uv: Points | None = None,
    texture: NDArray[np.uint8] | None = None,
) -> Mesh:
    """A surface as a mesh that knows its coarser levels; the finest keeps within its budget too.

    A thinned mesh has new triangles, onto which its picture no longer fits: each of them takes the
    colour that the picture shows in the middle of the old one that is nearest.

    Args:
        positions: Shape (V, 3) [m]; vertices at one place must be one vertex.
        triangles: Shape (F, 3).
        corner_uv: Texture coordinates of each corner, shape (F, 3, 2).
        texture: Picture, its lowest row first, shape (h, w, 4).
    """
    levels = []
    for k, budget in enumerate(BUDGETS):
        if len(triangles) > budget:
            thin, faces = _thinned(positions, triangles, k)
            colors = None
            if texture is not None and corner_uv is not None:
                old = _picture_colors(texture, corner_uv.mean(axis=1))
                colors = old[_nearest(positions, triangles, thin, faces)]
            levels.append(creased(thin, faces, face_colors=colors, crease_rad=CREASES_RAD[k]))
        elif levels:
            levels.append(levels[-1])
        else:
            levels.append(creased(positions, triangles, corner_uv=corner_uv, texture=texture))
    return chained(levels)


def _thinned(positions: Points, triangles: Faces, level: int) -> tuple[Points, Faces]:
    """The surface with about as many triangles as the level may have.

    Parts that are smaller than a pixel where the level is seen largest hold the thinning up, which
    then takes away what is large: if so, they are welded together first.
    """
    if level == 0:
        return _simplified(positions, triangles, BUDGETS[0], FORCES[0])
    size_m = float(np.linalg.norm(positions, axis=1).max())
    pixel_m = size_m / LEVEL_PX[level - 1]
    points, *_ = _sampled(positions, triangles, FEW)
    sources = [(positions, triangles), _welded(positions, triangles, pixel_m)]
    for growth, source, force in itertools.product(GROWTH, sources, FORCES):
        budget = int(growth * BUDGETS[level])
        found = _simplified(*source, budget, force)
        enough = 0 < len(found[1]) <= 1.2 * budget
        if enough and _deviation(points, *found) <= TOLERANCE_PX * pixel_m:
            return found
    return found if len(found[1]) else (positions, triangles)


def _simplified(
    positions: Points, triangles: Faces, budget: int, force: float
) -> tuple[Points, Faces]:
    if len(triangles) <= budget:
        return positions, triangles
    thin, faces = fast_simplification.simplify(
        positions.astype(np.float32), triangles.astype(np.int32), target_count=budget, agg=force
    )
    return thin.astype(np.float64), faces.astype(np.int64)


def _welded(positions: Points, triangles: Faces, cell_m: float) -> tuple[Points, Faces]:
    """All vertices in a cell of a grid as one, and what is left of the triangles.

    Source: Rossignac and Borrel (1993), "Multi-resolution 3D approximations for rendering".
    """
    cells = np.floor(positions / cell_m).astype(np.int64)
    _, place = np.unique(cells, axis=0, return_inverse=True)
    place = place.reshape(-1)
    middles = np.zeros((int(place.max()) + 1, 3))
    np.add.at(middles, place, positions)
    middles /= np.bincount(place)[:, None]
    faces = place[triangles]
    flat = (faces == np.roll(faces, 1, axis=1)).any(axis=1)
    faces = faces[~flat]
    # Two that cover each other, back to back or doubled, are nothing that can be seen.
    _, same, count = np.unique(
        np.sort(faces, axis=1), axis=0, return_inverse=True, return_counts=True
    )
    return middles, faces[count[same.reshape(-1)] == 1]


def _sampled(
    positions: Points, triangles: Faces, count: int
) -> tuple[Points, Points, NDArray[np.intp]]:
    """Points spread evenly over a surface, always the same, its normals there, its triangles."""
    rng = np.random.default_rng(0)
    a, b, c = (positions[triangles[:, k]] for k in range(3))
    normals = face_normals(positions, triangles)
    area = np.linalg.norm(normals, axis=1)
    which = rng.choice(len(triangles), count, p=area / area.sum())
    u, v = rng.random((2, count, 1))
    over = u + v > 1.0
    u, v = np.where(over, 1.0 - u, u), np.where(over, 1.0 - v, v)
    points = a[which] + u * (b - a)[which] + v * (c - a)[which]
    return points, normals[which] / area[which, None], which


def _deviation(points: Points, positions: Points, triangles: Faces) -> float:
    """Distance that 99.5 % of some points have at most from a surface [m].

    Points on the surface stand for it; how far apart those are is taken off along the surface.
    """
    many, normals, _ = _sampled(positions, triangles, MANY)
    nearest = _nearest_spot(points, many)
    way = points - many[nearest]
    across = np.abs((way * normals[nearest]).sum(axis=1))
    along = np.sqrt(np.maximum((way**2).sum(axis=1) - across**2, 0.0))
    area = np.linalg.norm(face_normals(positions, triangles), axis=1).sum() / 2
    along = np.maximum(along - 2.0 * np.sqrt(area / MANY), 0.0)
    return float(np.percentile(np.hypot(across, along), 99.5))


def _picture_colors(texture: NDArray[np.uint8], uv: Points) -> NDArray[np.uint8]:
    """Colours of a picture, (F, 2) to (F, 3), in steps that keep neighbours' vertices shared."""
    height, width, _ = texture.shape
    column, row = (np.floor(uv * (width, height)).astype(np.int64) % (width, height)).T
    return np.asarray(texture[row, column, :3] | 0x0F, dtype=np.uint8)


def _nearest(old: Points, old_faces: Faces, new: Points, faces: Faces) -> NDArray[np.intp]:
    """The old triangle that lies most as each new one does: near its middle, and turned alike.

    Shells lie close to each other, often with their backs.
    """
    spots, normals, which = _sampled(old, old_faces, 4 * MANY)
    turned = TURNED * float(np.linalg.norm(old, axis=1).max())
    across = face_normals(new, faces)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
    middles = np.hstack([new[faces].mean(axis=1), turned * across])
    return which[_nearest_spot(middles, np.hstack([spots, turned * normals]))]


def _nearest_spot(points: Points, spots: Points) -> NDArray[np.intp]:
    return np.asarray(((spots**2).sum(axis=1) - 2.0 * points @ spots.T).argmin(axis=1))
