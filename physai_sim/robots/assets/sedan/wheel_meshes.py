"""The left wheel's meshes, in its own frame: the axle is y, the outside at +y."""

from __future__ import annotations

import math

from physai_sim.robots.assets.panda.mesh import Mesh, surface
from physai_sim.robots.assets.sedan.outline import Point, fan, ring, strip, total

WHEEL_RADIUS_M, WHEEL_WIDTH_M, RIM_RADIUS_M = 0.33, 0.22, 0.225
WHEEL_SIDES, SPOKES = 16, 5
WHEEL_MIDDLE = (0.0, 0.0, 0.0)


def tyre() -> Mesh:
    """Tread, side walls, and the dark disc behind the spokes."""
    half = WHEEL_WIDTH_M / 2
    outer, inner = (ring(WHEEL_RADIUS_M, y, WHEEL_SIDES) for y in (half, -half))
    rim = ring(RIM_RADIUS_M, half, WHEEL_SIDES)
    disc = ring(RIM_RADIUS_M, half - 0.03, WHEEL_SIDES)
    parts = [strip(inner, outer), strip(outer, rim), fan(inner[:-1]), fan(disc[:-1])]
    return total(surface(part, inside=WHEEL_MIDDLE) for part in parts)


def spoke(turn_rad: float) -> list[Point]:
    """One spoke from the hub to the ring, wide at the hub."""
    sin, cos, y = math.sin(turn_rad), math.cos(turn_rad), WHEEL_WIDTH_M / 2 - 0.015
    along_across = [(0.0, 0.045), (0.0, -0.045), (RIM_RADIUS_M - 0.02, -0.03)]
    along_across.append((RIM_RADIUS_M - 0.02, 0.03))
    return [(a * sin - b * cos, y, a * cos + b * sin) for a, b in along_across]


def rim() -> Mesh:
    """A ring, and spokes from it to the hub."""
    y = WHEEL_WIDTH_M / 2 - 0.005
    edge = strip(*(ring(r, y, WHEEL_SIDES) for r in (RIM_RADIUS_M, RIM_RADIUS_M - 0.03)))
    spokes = [fan(spoke(2 * math.pi * i / SPOKES)) for i in range(SPOKES)]
    return total(surface(part, inside=WHEEL_MIDDLE) for part in (edge, *spokes))
