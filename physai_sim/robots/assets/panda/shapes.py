"""The few shapes a robot is made of: lofts through rings, lathed profiles, boxes.

A ring is a closed outline of N points, shape (N, 3) [m]; a loft joins rings of equal N.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from physai_sim.robots.assets.panda.mesh import CREASE_RAD, Array, Mesh, surface

# Twelve sides err by 3.4 % of a radius: a pixel for the arm, 640 x 480, from a metre away.
SIDES = 12

Z_UP = np.eye(3)
Y_UP = np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])  # a lathed part's z axis becomes y


def loft(
    rings: Sequence[Array],
    *,
    caps: tuple[bool, bool] = (False, False),
    crease_rad: float = CREASE_RAD,
) -> Mesh:
    """Joins rings by quads, and closes the ends that can be seen.

    Args:
        rings: Outlines in order, each of shape (N, 3) [m]; a ring of equal points is a tip.
        caps: Whether the first and the last ring get a (convex) lid.
        crease_rad: See `surface` [rad].

    Returns:
        The skin, 2 N triangles per pair of rings.
    """
    parts = [_strip(low, high) for low, high in itertools.pairwise(rings)]
    if caps[0]:
        parts.append(_fan(rings[0])[:, ::-1])
    if caps[1]:
        parts.append(_fan(rings[-1]))
    return surface(np.concatenate(parts), crease_rad)


def _strip(low: Array, high: Array) -> Array:
    low_next, high_next = np.roll(low, -1, axis=0), np.roll(high, -1, axis=0)
    first = np.stack([low, low_next, high_next], axis=1)
    second = np.stack([low, high_next, high], axis=1)
    return np.stack([first, second], axis=1).reshape(-1, 3, 3)


def _fan(ring: Array) -> Array:
    hub = np.broadcast_to(ring[0], ring[1:-1].shape)
    return np.stack([hub, ring[1:-1], ring[2:]], axis=1)


def filled(ring: Array, inside: Sequence[float]) -> Mesh:
    """Fills a ring that need not be convex but is its own mirror image.

    Args:
        ring: Outline, shape (N, 3) [m], N even; points k and N - k mirror each other, or, for a
            four-cornered one, any order round it.
        inside: A point behind the face [m].

    Returns:
        The face, N - 2 triangles.
    """
    half = len(ring) // 2
    left, right = ring[: half + 1], np.roll(ring, -1, axis=0)[half - 1 :][::-1]
    first = np.stack([left[:-1], left[1:], right[1:]], axis=1)
    second = np.stack([left[:-1], right[1:], right[:-1]], axis=1)
    return surface(np.concatenate([first, second]), inside=inside)


def lathe(
    profile: Sequence[tuple[float, float]],
    *,
    up: Array = Z_UP,
    at: Sequence[float] = (0.0, 0.0, 0.0),
    caps: tuple[bool, bool] = (False, False),
) -> Mesh:
    """Turns a profile around an axis.

    Args:
        profile: (height, radius) pairs [m]; radius 0 is a tip.
        up: Rotation, shape (3, 3), that takes z to the axis: `Z_UP` or `Y_UP`.
        at: A point of the axis, where height is 0 [m].
        caps: Whether the first and the last ring get a lid.

    Returns:
        The skin.
    """
    rings = [ellipse((0, 0, height), (radius, 0, 0), (0, radius, 0)) for height, radius in profile]
    return loft(rings, caps=caps).placed(up, at)


def ellipse(centre: Sequence[float], u: Sequence[float], v: Sequence[float]) -> Array:
    """Returns the ring centre + u cos(a) + v sin(a), shape (SIDES, 3) [m]."""
    angles = 2 * np.pi * np.arange(SIDES) / SIDES
    turned = np.outer(np.cos(angles), u) + np.outer(np.sin(angles), v)
    return np.asarray(np.asarray(centre) + turned)


def span(a: tuple[float, float], b: tuple[float, float], half_width: float) -> Array:
    """Returns the ellipse with the diameter a-b in the yz plane and a half width along x [m]."""
    start, end = np.array([0, *a]), np.array([0, *b])
    return ellipse((start + end) / 2, (end - start) / 2, (half_width, 0, 0))


def rectangle(
    centre: Sequence[float], u: Sequence[float], v: Sequence[float], cut: float
) -> Array:
    """Returns a rectangle with cut corners.

    Args:
        centre: Its middle [m].
        u: From the middle to one side [m].
        v: From the middle to the next side [m].
        cut: How much of every half side the corner takes, as a share of the shorter one.

    Returns:
        The ring, shape (8, 3) [m].
    """
    long_u, long_v = float(np.linalg.norm(u)), float(np.linalg.norm(v))
    taken = cut * min(long_u, long_v)
    near_u, near_v = 1 - taken / long_u, 1 - taken / long_v
    corner = [(1, -near_v), (1, near_v), (near_u, 1), (-near_u, 1)]
    factors = np.array(corner + [(-a, -b) for a, b in corner])
    return np.asarray(np.asarray(centre) + factors @ np.array([u, v], float))


def box(low: Sequence[float], high: Sequence[float]) -> Mesh:
    """Makes a plain box between two corners [m]: 12 triangles."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    outline = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    rings = [np.column_stack([outline, np.full(4, z)]) for z in (z0, z1)]
    return loft(rings, caps=(True, True))
