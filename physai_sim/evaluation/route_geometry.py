"""Where points lie along a recorded route.

Legend: N points, R route points.
"""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array


def along_route(route: Array, points: Array) -> tuple[Array, Array]:
    """Distance along a polyline and signed distance beside it, for each point.

    Args:
        route: (x, y, yaw) rows, shape (R, 3) with R >= 2 [m, m, rad].
        points: (x, y) rows, shape (N, 2) [m].

    Returns:
        Along [m] and beside (left positive) [m], shape (N,) each. Before the start and after the
        end the line goes on straight, and `along` stays within the route.
    """
    start, way = route[:-1, :2], np.diff(route[:, :2], axis=0)
    length = np.linalg.norm(way, axis=1)
    behind = np.concatenate([[0.0], np.cumsum(length)])
    along, beside = np.empty(len(points)), np.empty(len(points))
    for i, point in enumerate(points):
        from_start = point - start
        share = np.clip(np.einsum("ij,ij->i", from_start, way) / length**2, 0.0, 1.0)
        gap = from_start - share[:, None] * way
        k = int(np.argmin(np.einsum("ij,ij->i", gap, gap)))
        along[i] = behind[k] + share[k] * length[k]
        (wx, wy), (fx, fy) = way[k] / length[k], from_start[k]
        beside[i] = wx * fy - wy * fx
    return along, beside


def route_length(route: Array) -> float:
    """Length of a polyline [m]."""
    return float(np.linalg.norm(np.diff(route[:, :2], axis=0), axis=1).sum())
