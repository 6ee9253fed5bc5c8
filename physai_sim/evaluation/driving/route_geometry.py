"""Where points lie along a recorded route.

Legend: N points, R route points.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array

# Points that are asked together: near each other, so that few pieces of the route are asked.
_CHUNK = 25


def along_route(route: Array, points: Array) -> tuple[Array, Array]:
    """Distance along a polyline and signed distance beside it, for each point.

    Args:
        route: (x, y, yaw) rows, shape (R, 3) with R >= 2, not all in one place [m, m, rad].
        points: (x, y) rows, shape (N, 2) [m].

    Returns:
        Along [m] and beside (left positive) [m], shape (N,) each. Before the start and after the
        end the line goes on straight, and `along` stays within the route.
    """
    way = np.diff(route[:, :2], axis=0)
    length = np.linalg.norm(way, axis=1)
    behind = np.concatenate([[0.0], np.cumsum(length)])[:-1]
    pieces = np.column_stack([route[:-1, :2], way, length, behind])[length > 0.0]
    along, beside = np.empty(len(points)), np.empty(len(points))
    for start in range(0, len(points), _CHUNK):
        rows = slice(start, start + _CHUNK)
        along[rows], beside[rows] = _nearest(pieces[_near(pieces, points[rows])], points[rows])
    return along, beside


def route_length(route: Array) -> float:
    """Length of a polyline [m]."""
    return float(np.linalg.norm(np.diff(route[:, :2], axis=0), axis=1).sum())


def _near(pieces: Array, points: Array) -> NDArray[np.bool_]:
    """Which pieces of a route may be the nearest to one of the points."""
    low, high = points.min(axis=0), points.max(axis=0)
    spread = float(np.hypot(*(high - low))) / 2.0
    middles, halves = pieces[:, :2] + pieces[:, 2:4] / 2.0, pieces[:, 4] / 2.0
    distance = np.linalg.norm(middles - (low + high) / 2.0, axis=1)
    farthest = float((distance + halves).min()) + spread
    # Where a point is not known the bounds are not either, and every piece is asked.
    near: NDArray[np.bool_] = ~(distance - halves - spread > farthest)
    return near


def _nearest(pieces: Array, points: Array) -> tuple[Array, Array]:
    """Along and beside of points, from the piece that is nearest to each."""
    start_x, start_y, way_x, way_y, length, behind = pieces.T
    ahead, left = points[:, :1] - start_x, points[:, 1:] - start_y
    share = np.clip((ahead * way_x + left * way_y) / length**2, 0.0, 1.0)
    gap_x, gap_y = ahead - share * way_x, left - share * way_y
    k = np.argmin(gap_x * gap_x + gap_y * gap_y, axis=1)
    rows = np.arange(len(points))
    beside = (way_x[k] * left[rows, k] - way_y[k] * ahead[rows, k]) / length[k]
    return behind[k] + share[rows, k] * length[k], beside
