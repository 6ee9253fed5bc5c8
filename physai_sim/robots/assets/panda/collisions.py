"""Collision shapes: few primitives per link, inside the outline where a neighbour moves past.

Neighbouring links never touch, at any joint angle within the limits; a test holds them to it.
"""

from __future__ import annotations

from math import pi
from typing import NamedTuple

Vector = tuple[float, float, float]

_ALONG_Z: Vector = (0.0, 0.0, 0.0)
_ALONG_Y: Vector = (pi / 2, 0.0, 0.0)


class Shape(NamedTuple):
    """One primitive in its link's frame.

    Args:
        kind: `box`, `cylinder` (about its own z) or `sphere`, as in URDF.
        size: Full side lengths, (radius, length) or (radius,) [m].
        centre: Middle of the shape [m].
        rpy: Roll, pitch, yaw of its axes [rad].
    """

    kind: str
    size: tuple[float, ...]
    centre: Vector
    rpy: Vector = _ALONG_Z


def _cylinder_z(radius: float, low: float, high: float, x: float = 0.0, y: float = 0.0) -> Shape:
    return Shape("cylinder", (radius, high - low), (x, y, (low + high) / 2))


def _cylinder_y(radius: float, low: float, high: float, x: float = 0.0) -> Shape:
    return Shape("cylinder", (radius, high - low), (x, (low + high) / 2, 0.0), _ALONG_Y)


def _box(low: Vector, high: Vector) -> Shape:
    sides = tuple(b - a for a, b in zip(low, high, strict=True))
    x, y, z = ((a + b) / 2 for a, b in zip(low, high, strict=True))
    return Shape("box", sides, (x, y, z))


_SHOULDER = [
    _cylinder_z(0.055, -0.188, -0.13),
    Shape("sphere", (0.046,), (0.0, -0.02, -0.11)),
    Shape("sphere", (0.046,), (0.0, -0.05, -0.07)),
    _cylinder_y(0.055, -0.118, -0.004),
]
_ELBOW = [
    _cylinder_z(0.054, -0.118, -0.072),
    Shape("sphere", (0.044,), (0.0, 0.0, -0.062)),
    Shape("sphere", (0.031,), (0.042, 0.034, -0.034)),
    _cylinder_y(0.054, 0.004, 0.104, x=0.0825),
]


def _turned(shapes: list[Shape], sign: float, shift_x: float) -> list[Shape]:
    """The same shapes for the link whose axes are turned by 90 degrees about x."""
    turned = []
    for shape in shapes:
        x, y, z = shape.centre
        # Cylinders lie along y or z; turned about x by a quarter they lie along the other one.
        rpy = _ALONG_Z if shape.rpy == _ALONG_Y else _ALONG_Y
        turned.append(shape._replace(centre=(x + shift_x, -sign * z, sign * y), rpy=rpy))
    return turned


def _fingers(side: float) -> list[Shape]:
    """Carriage, arm and pad; the pad's inner face is y = 0, where the fingers meet."""
    spans = [((-0.0105, 0.006, 0.010), (0.0105, 0.025, 0.022))]
    spans.append(((-0.0098, 0.0095, 0.022), (0.0098, 0.018, 0.0536)))
    spans.append(((-0.0088, 0.0, 0.0362), (0.0088, 0.0095, 0.0538)))
    shapes = [_box(low, high) for low, high in spans]
    return [s._replace(centre=(s.centre[0], side * s.centre[1], s.centre[2])) for s in shapes]


COLLISIONS: dict[str, list[Shape]] = {
    # 4 mm above the table that the base stands on, so that they never touch.
    "panda_link0": [
        _cylinder_z(0.066, 0.004, 0.137),
        _box((-0.15, -0.065, 0.004), (0.0, 0.065, 0.055)),
        _box((-0.09, -0.05, 0.055), (0.0, 0.05, 0.10)),
    ],
    "panda_link1": _SHOULDER,
    "panda_link2": _turned(_SHOULDER, -1.0, 0.0),
    "panda_link3": _ELBOW,
    "panda_link4": _turned(_ELBOW, 1.0, -0.0825),
    "panda_link5": [
        _cylinder_z(0.054, -0.2565, -0.215),
        Shape("sphere", (0.044,), (0.0, 0.02, -0.205)),
        _box((-0.031, 0.048, -0.205), (0.031, 0.088, -0.045)),
        _cylinder_y(0.048, 0.022, 0.122),
    ],
    "panda_link6": [
        _cylinder_z(0.047, -0.010, 0.054),
        _box((0.0, -0.035, -0.010), (0.075, 0.06, 0.036)),
        _cylinder_y(0.042, -0.047, 0.078, x=0.088),
    ],
    "panda_link7": [
        _cylinder_z(0.043, 0.055, 0.104),
        Shape("box", (0.060, 0.060, 0.022), (0.041, 0.041, 0.087), (0.0, 0.0, pi / 4)),
    ],
    "panda_hand": [
        _box((-0.026, -0.1, 0.004), (0.026, 0.1, 0.035)),
        _box((-0.020, -0.1, 0.035), (0.020, 0.1, 0.066)),
    ],
    "panda_leftfinger": _fingers(1.0),
    "panda_rightfinger": _fingers(-1.0),
}
