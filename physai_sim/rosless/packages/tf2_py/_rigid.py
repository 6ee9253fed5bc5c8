"""Rigid transforms of plain floats.

A lookup composes a handful of transforms; for so few numbers tuples are several times faster than
arrays.
"""

from __future__ import annotations

import math
from typing import NamedTuple

Vector = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]


class Rigid(NamedTuple):
    """Rotation, then translation, of coordinates in a child frame to those in its parent.

    Attributes:
        translation: Origin of the child in the parent [m].
        rotation: Unit quaternion (x, y, z, w).
    """

    translation: Vector = (0.0, 0.0, 0.0)
    rotation: Quaternion = (0.0, 0.0, 0.0, 1.0)

    def after(self, inner: Rigid) -> Rigid:
        """This transform applied to what `inner` gives."""
        moved = rotated(self.rotation, inner.translation)
        return Rigid(
            _sum(self.translation, moved), quaternion_product(self.rotation, inner.rotation)
        )

    def inverse(self) -> Rigid:
        """The transform back, from the parent to the child."""
        x, y, z, w = self.rotation
        back = (-x, -y, -z, w)
        a, b, c = rotated(back, self.translation)
        return Rigid((-a, -b, -c), back)

    def towards(self, other: Rigid, share: float) -> Rigid:
        """Between this and another: linear in translation, on the shorter arc in rotation.

        Args:
            other: The later transform.
            share: 0 gives this, 1 the other.
        """
        pairs = zip(self.translation, other.translation, strict=True)
        x, y, z = (a + (b - a) * share for a, b in pairs)
        return Rigid((x, y, z), slerp(self.rotation, other.rotation, share))


def _sum(a: Vector, b: Vector) -> Vector:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def quaternion_product(a: Quaternion, b: Quaternion) -> Quaternion:
    """The rotation `b` followed by `a`, both (x, y, z, w)."""
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return (
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    )


def rotated(q: Quaternion, v: Vector) -> Vector:
    """A vector turned by a unit quaternion (x, y, z, w)."""
    x, y, z, w = q
    # v + 2 w (u x v) + 2 u x (u x v), with u the vector part of q.
    a = 2.0 * (y * v[2] - z * v[1])
    b = 2.0 * (z * v[0] - x * v[2])
    c = 2.0 * (x * v[1] - y * v[0])
    return (
        v[0] + w * a + y * c - z * b,
        v[1] + w * b + z * a - x * c,
        v[2] + w * c + x * b - y * a,
    )


def normalized(q: Quaternion) -> Quaternion:
    """The unit quaternion of the same rotation; the caller has checked that it is near one."""
    length = math.sqrt(sum(part * part for part in q))
    x, y, z, w = q
    return (x / length, y / length, z / length, w / length)


def slerp(a: Quaternion, b: Quaternion, share: float) -> Quaternion:
    """Spherical interpolation between unit quaternions on the shorter arc.

    Source: K. Shoemake, "Animating rotation with quaternion curves", SIGGRAPH 1985.
    """
    cosine = sum(p * q for p, q in zip(a, b, strict=True))
    sign = -1.0 if cosine < 0.0 else 1.0
    angle = math.acos(min(1.0, abs(cosine)))
    sine = math.sin(angle)
    if sine < 1e-9:  # so near that the chord is the arc
        first, second = 1.0 - share, sign * share
    else:
        first = math.sin((1.0 - share) * angle) / sine
        second = sign * math.sin(share * angle) / sine
    x, y, z, w = (first * p + second * q for p, q in zip(a, b, strict=True))
    return normalized((x, y, z, w))


def canonical(q: Quaternion) -> Quaternion:
    """The one of q and -q that tf2 gives: it takes the quaternion back from a rotation matrix."""
    x, y, z, w = q
    leading = w if abs(w) > 0.5 else max((x, y, z), key=abs)
    return (-x, -y, -z, -w) if leading < 0.0 else q
