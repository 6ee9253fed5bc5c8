"""Polygons and strips in the car's frame, from which its meshes are made."""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from physai_sim.robots.assets.panda.mesh import Mesh

Array = npt.NDArray[np.float64]
Point = tuple[float, float, float]


def fan(polygon: Sequence[Point]) -> Array:
    """Cuts a convex polygon into triangles, shape (N - 2, 3, 3)."""
    return np.array([(polygon[0], b, c) for b, c in itertools.pairwise(polygon[1:])])


def strip(near: Sequence[Point], far: Sequence[Point]) -> Array:
    """Fills the band between two lines of N points each, shape (2N - 2, 3, 3)."""
    quads = zip(near, near[1:], far[1:], far, strict=False)
    return np.concatenate([fan(quad) for quad in quads])


def mirrored(triangles: Array) -> Array:
    """Reflects triangles in the car's middle plane, y = 0, their outsides kept outside."""
    return np.asarray((triangles * (1.0, -1.0, 1.0))[:, ::-1])


def both_sides(triangles: Array) -> Array:
    """Adds the right half to a left one."""
    return np.concatenate([triangles, mirrored(triangles)])


def inset(polygon: Sequence[Point], share: float, lift_m: float, *, inside: Point) -> Array:
    """Shrinks a polygon about its middle and lifts it off its panel, to be drawn on it.

    Args:
        polygon: Corners in the car's frame [m].
        share: Size of the result over that of the polygon.
        lift_m: Distance from the panel [m]: with less, far cameras mix the two.
        inside: A point behind the panel [m].

    Returns:
        Triangles, shape (N - 2, 3, 3) [m].
    """
    corners = np.array(polygon)
    middle = corners.mean(axis=0)
    normal = np.cross(corners[1] - corners[0], corners[2] - corners[1])
    normal *= np.sign(normal @ (middle - inside)) / np.linalg.norm(normal)
    return fan(points(middle + share * (corners - middle) + lift_m * normal))


def box(low: Point, high: Point) -> Array:
    """Makes a box along the axes between two corners [m], shape (12, 3, 3)."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    bottom: list[Point] = [(x0, y0, z0), (x1, y0, z0), (x1, y1, z0), (x0, y1, z0)]
    top: list[Point] = [(x, y, z1) for x, y, _ in bottom]
    walls = strip([*bottom, bottom[0]], [*top, top[0]])
    return np.concatenate([fan(bottom[::-1]), walls, fan(top)])


def ring(radius_m: float, y_m: float, sides: int) -> list[Point]:
    """Corners of a regular polygon round the y axis [m], the first one again at the end."""
    turns = [2 * np.pi * i / sides for i in range(sides)]
    corners = [
        (float(radius_m * np.sin(turn)), y_m, float(radius_m * np.cos(turn))) for turn in turns
    ]
    return [*corners, corners[0]]


def points(rows: Array) -> list[Point]:
    """Turns an array of corners, shape (N, 3), into points."""
    return [(float(x), float(y), float(z)) for x, y, z in rows]


def rectangle(x_m: float, y_m: tuple[float, float], z_m: tuple[float, float]) -> list[Point]:
    """An upright rectangle across the car at `x_m`, between two y and two z [m]."""
    (y0, y1), (z0, z1) = y_m, z_m
    return [(x_m, y0, z0), (x_m, y1, z0), (x_m, y1, z1), (x_m, y0, z1)]


def total(meshes: Iterable[Mesh]) -> Mesh:
    """Puts meshes side by side."""
    return functools.reduce(operator.add, meshes)
