"""The body's meshes, one per colour, in the frame of `base_link`."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from physai_sim.robots.assets.panda.mesh import Mesh, surface
from physai_sim.robots.assets.sedan.outline import (
    Array,
    Point,
    both_sides,
    box,
    fan,
    inset,
    mirrored,
    points,
    rectangle,
    strip,
    total,
)

WHEELS_X_M = (0.0, 2.85)
AXLE_HEIGHT_M = 0.33
ARCH_RADIUS_M, ARCH_SIDES = 0.38, 6
TAIL_X_M, NOSE_X_M = -1.0, 3.7
LIFT_M = 0.008
# Faces that meet under less share their shading: panels look curved, edges stay.
CREASE_RAD = math.radians(24.0)
INSIDE = (1.35, 0.0, 0.6)

# Along the car, x [m]; by linear interpolation between: half width, height of the bottom edge, of
# the waist line, of the shoulder, and of the middle of the bonnet or boot [m].
PROFILE = np.array(
    [
        (-1.00, 0.74, 0.32, 0.68, 0.90, 0.93),
        (-0.85, 0.87, 0.24, 0.72, 0.99, 1.03),
        (-0.38, 0.91, 0.24, 0.74, 0.97, 1.03),
        (1.40, 0.90, 0.20, 0.74, 0.93, 1.00),
        (2.47, 0.90, 0.24, 0.74, 0.92, 0.99),
        (3.23, 0.90, 0.24, 0.73, 0.82, 0.89),
        (3.50, 0.83, 0.24, 0.66, 0.74, 0.80),
        (3.70, 0.64, 0.30, 0.56, 0.64, 0.67),
    ]
)
# The cabin's windscreen and rear window in the middle of the car, (x, z) [m].
SCREEN_FOOT, SCREEN_TOP = (2.35, 0.95), (1.42, 1.45)
REAR_FOOT, REAR_TOP = (-0.62, 0.97), (0.12, 1.43)
CABIN_ENDS = ((SCREEN_FOOT, SCREEN_TOP), (REAR_FOOT, REAR_TOP))
CABIN_Y_M, ROOF_Y_M, CROWN_M = 0.79, 0.60, 0.05
DOOR_POST_X_M = (-0.10, -0.05)  # from half way between the cabin's ends, at its foot and its top


@dataclass(frozen=True, slots=True)
class Lamp:
    """Where the lamps of one end are: on the panel at `x_m`, and on to `corner_x_m` [m]."""

    x_m: float
    corner_x_m: float
    y_m: tuple[float, float]
    z_m: tuple[float, float]


HEADLAMP = Lamp(NOSE_X_M, 3.50, (0.38, 0.60), (0.50, 0.60))
TAILLAMP = Lamp(TAIL_X_M, -0.85, (0.36, 0.68), (0.72, 0.86))


def section(x_m: float, bottom_m: float | None = None) -> list[Point]:
    """Left half of the body's outline across the car: bottom, waist, shoulder, middle."""
    half, low, waist, shoulder, middle = (
        float(np.interp(x_m, PROFILE[:, 0], column)) for column in PROFILE.T[1:]
    )
    heights = (bottom_m if bottom_m is not None else low, waist, shoulder, middle)
    widths = (half - 0.03, half, half - 0.10, 0.0)
    return [(x_m, y, z) for y, z in zip(widths, heights, strict=True)]


def sections() -> list[list[Point]]:
    """Outlines from tail to nose; wheel arches are cut out of the bottom edge."""
    found = {float(x): section(float(x)) for x in PROFILE[:, 0]}
    for axle in WHEELS_X_M:
        for i in range(1, ARCH_SIDES):
            turn = math.pi * i / ARCH_SIDES
            x = axle - ARCH_RADIUS_M * math.cos(turn)
            found[x] = section(x, AXLE_HEIGHT_M + ARCH_RADIUS_M * math.sin(turn))
        for x in (axle - ARCH_RADIUS_M, axle + ARCH_RADIUS_M):
            found[round(x, 6)] = section(x)
    return [found[x] for x in sorted(found)]


def end_panel(x_m: float) -> list[Point]:
    """The flat front or back of the body."""
    left = section(x_m)
    return left[:3] + [left[3]] + [(x, -y, z) for x, y, z in left[2::-1]]


def screen(foot: tuple[float, float], top: tuple[float, float]) -> list[Point]:
    """A windscreen: foot left to right, top right to left, with a crown."""
    (x0, z0), (x1, z1) = foot, top
    low, high = z0 - CROWN_M, z1 - CROWN_M / 2
    return [
        (x0, CABIN_Y_M, low),
        (x0, -CABIN_Y_M, low),
        (x1, -ROOF_Y_M, high),
        (x1, 0.0, z1),
        (x1, ROOF_Y_M, high),
    ]


def side_panes() -> list[list[Point]]:
    """The cabin's left side in two parts, one for each door."""
    front, back = screen(SCREEN_FOOT, SCREEN_TOP), screen(REAR_FOOT, REAR_TOP)
    foot, top = (
        points(np.array([np.add(front[i], back[i]) / 2 + (DOOR_POST_X_M[i > 0], 0, 0)]))[0]
        for i in (0, 4)
    )
    return [[front[0], front[4], top, foot], [foot, top, back[4], back[0]]]


def part(triangles: Array) -> Mesh:
    """A piece of the car's skin, turned outward."""
    return surface(triangles, CREASE_RAD, inside=INSIDE)


def decal(polygon: list[Point], share: float = 1.0) -> Mesh:
    """Something flat on the skin: a window, a lamp."""
    return part(inset(polygon, share, LIFT_M, inside=INSIDE))


def paint() -> Mesh:
    """The body's skin, cabin and mirrors."""
    lines = [list(line) for line in zip(*sections(), strict=True)]
    shell = np.concatenate([strip(high, low) for low, high in itertools.pairwise(lines)])
    front, back = screen(SCREEN_FOOT, SCREEN_TOP), screen(REAR_FOOT, REAR_TOP)
    roof = strip(front[2:], back[2:])
    cabin = [fan(pane) for pane in side_panes()]
    flats = [fan(front), fan(back), roof, fan(end_panel(NOSE_X_M)), fan(end_panel(TAIL_X_M))]
    mirror = box((1.98, 0.82, 0.94), (2.08, 0.99, 1.06))
    return total(
        [
            part(both_sides(shell)),
            *(part(side) for pane in cabin for side in (pane, mirrored(pane))),
            *(part(flat) for flat in flats),
            *(surface(side) for side in (mirror, mirrored(mirror))),
        ]
    )


def glass() -> Mesh:
    """Windows all round."""
    ends = [decal(screen(*ends), 0.9) for ends in CABIN_ENDS]
    panes = [inset(pane, 0.84, LIFT_M, inside=INSIDE) for pane in side_panes()]
    return total([*ends, *(part(side) for pane in panes for side in (pane, mirrored(pane)))])


def trim() -> Mesh:
    """Black parts: what is behind the wheel arches, the grille, the bumpers' inserts."""
    well = box((-0.9, -0.68, 0.20), (3.55, 0.68, 0.66))
    return total(
        [
            surface(well),
            decal(rectangle(NOSE_X_M, (-0.34, 0.34), (0.51, 0.59))),
            decal(rectangle(NOSE_X_M, (-0.52, 0.52), (0.32, 0.39))),
            decal(rectangle(TAIL_X_M, (-0.62, 0.62), (0.36, 0.46))),
        ]
    )


def lamps(end: Lamp) -> Mesh:
    """Lamps of one end of the car: on its panel, and round the corner."""
    face = rectangle(end.x_m, end.y_m, end.z_m)
    here, there = section(end.x_m), section(end.corner_x_m)
    corner = inset([here[1], there[1], there[2], here[2]], 0.8, LIFT_M, inside=INSIDE)
    panel = inset(face, 1.0, LIFT_M, inside=INSIDE)
    return total(part(side) for half in (panel, corner) for side in (half, mirrored(half)))


def white() -> Mesh:
    """Headlamps and number plates."""
    plates = [(NOSE_X_M, (0.40, 0.50)), (TAIL_X_M, (0.56, 0.67))]
    return total([lamps(HEADLAMP), *(decal(rectangle(x, (-0.26, 0.26), z)) for x, z in plates)])


def red() -> Mesh:
    """Tail lamps."""
    return lamps(TAILLAMP)
