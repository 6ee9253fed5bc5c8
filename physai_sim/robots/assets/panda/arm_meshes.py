"""The arm's shells: base, shoulder (links 1 and 2), elbow (links 3 and 4), forearm.

Every part is modelled by hand in its link's frame after the robot's outline; lengths in metres.
Links 2 and 4 are links 1 and 3 turned by 90 degrees about x, so they share their meshes.
"""

from __future__ import annotations

import numpy as np

from physai_sim.robots.assets.panda.mesh import Array, Mesh
from physai_sim.robots.assets.panda.shapes import (
    SIDES,
    Y_UP,
    ellipse,
    filled,
    lathe,
    loft,
    rectangle,
    span,
)

# colour -> mesh, in one link's frame
Parts = dict[str, Mesh]

_TUBE = 0.055  # radius of the arm's big joints
ROUND = 1.2  # crease [rad] of octagons that stand for round parts
# TinyRenderer draws no back faces: without lids one sees through the joints of two tubes.
_FIRST = (True, False)


def base() -> Parts:
    """A skirt from the footprint (seven points, mirrored) to the first joint's tube."""
    foot = [(0.071, 0), (0.060, 0.045), (0.032, 0.077), (0, 0.094)]
    foot += [(-0.066, 0.083), (-0.140, 0.065), (-0.154, 0)]
    waist = [(0.0645, 0), (0.0545, 0.037), (0.029, 0.064), (0, 0.0765)]
    waist += [(-0.056, 0.068), (-0.104, 0.053), (-0.121, 0)]
    rings = [_mirrored(foot, 0.0), _mirrored(foot, 0.010), _mirrored(waist, 0.062)]
    rings.append(ellipse((0, 0, 0.1415), (_TUBE, 0, 0), (0, _TUBE, 0)))
    return {"white": loft(rings, caps=(False, True))}


def _mirrored(half: list[tuple[float, float]], z: float) -> Array:
    outline = half + [(x, -y) for x, y in half[-2:0:-1]]
    return np.array([(x, y, z) for x, y in outline])


def shoulder() -> Parts:
    """A tube that bends into the next joint's drum with its domed end."""
    tube = [
        span((-0.055, -0.1945), (0.055, -0.1945), _TUBE),
        span((-0.055, -0.145), (0.055, -0.122), _TUBE),
        span((-0.066, -0.105), (0.034, -0.093), _TUBE),
        span((-0.098, -0.052), (-0.006, -0.066), 0.0545),
        span((-0.106, -0.015), (-0.006, -0.015), 0.0515),
    ]
    drum = [(0.001, _TUBE), (-0.06, 0.0545), (-0.106, 0.047), (-0.122, 0.029), (-0.1294, 0.0)]
    skin = loft(tube, caps=_FIRST, crease_rad=ROUND)
    return {"white": skin + lathe(drum, up=Y_UP, caps=_FIRST)}


def elbow() -> Parts:
    """A domed tube, a drum beside it with a dark collar and a white dome, and a neck between."""
    tube = [(-0.123, _TUBE), (-0.07, 0.0525), (-0.035, 0.045), (-0.0175, 0.028), (-0.0115, 0.0)]
    neck = [
        rectangle((0.005, 0.004, -0.0600), (0.028, 0, -0.0370), (0, 0.036, 0), 0.5),
        rectangle((0.050, 0.022, -0.034), (0.024, 0, -0.030), (0, 0.037, 0), 0.45),
        rectangle((0.080, 0.030, -0.0025), (0.020, 0, -0.0325), (0, 0.033, 0), 0.4),
    ]
    axis = (0.0825, 0, 0)
    drum = [(-0.001, _TUBE), (0.066, 0.0535)]
    white = lathe(tube, caps=_FIRST) + loft(neck, crease_rad=ROUND)
    white += lathe(drum, up=Y_UP, at=axis, caps=_FIRST)
    white += lathe([(0.101, 0.034), (0.108, 0.02), (0.1112, 0.0)], up=Y_UP, at=axis)
    return {"white": white, "dark": _collar()}


def _collar() -> Mesh:
    """The elbow's dark ring, with a lip where the neck arrives (three of twelve points)."""
    rows = [(0.0655, 0.050, 0.050), (0.066, 0.0556, 0.067), (0.085, 0.0535, 0.058)]
    rows += [(0.101, 0.0415, 0.042), (0.101, 0.034, 0.034)]
    angles = 2 * np.pi * (np.arange(SIDES) + 0.5) / SIDES
    lip = np.isin(np.arange(SIDES), (6, 7, 8))
    rings = []
    for height, radius, lip_radius in rows:
        reach = np.where(lip, lip_radius, radius)
        x, z = 0.0825 + reach * np.cos(angles), reach * np.sin(angles)
        rings.append(np.column_stack([x, np.full(SIDES, height), z]))
    return loft(rings)


def forearm() -> Parts:
    """A slender arm from the elbow's tube to the wrist's drum, with a dark paddle on its back."""
    arm = [
        span((-0.055, -0.2635), (0.055, -0.2635), _TUBE),
        span((-0.053, -0.222), (0.059, -0.232), 0.0535),
        span((-0.038, -0.182), (0.068, -0.208), 0.0445),
        span((0.008, -0.158), (0.074, -0.182), 0.036),
        span((0.044, -0.128), (0.081, -0.135), 0.030),
        span((0.063, -0.020), (0.098, -0.020), 0.034),
    ]
    wrist = lathe([(0.0135, 0.0475), (0.09, 0.0475)], up=Y_UP, caps=_FIRST)
    back, rim, face, inlay = (_paddle(*row) for row in _PADDLE)
    white = loft(arm, caps=_FIRST, crease_rad=ROUND) + wrist + filled(inlay, (0, 0, -0.1))
    return {"white": white, "dark": loft([back, rim, face, inlay]) + filled(back, (0, 0.2, -0.1))}


# y at the wrist, y at the tail [m], size as a share of the full outline
_PADDLE = ((0.082, 0.060, 1.0), (0.108, 0.071, 1.0), (0.126, 0.082, 0.80), (0.1265, 0.0825, 0.58))


def _paddle(y_head: float, y_tail: float, size: float) -> Array:
    """One outline of the paddle: a round head at the wrist, a narrow tail down the arm."""
    half = [(0, 0.053), (0.036, 0.0405), (0.0525, 0.010), (0.0475, -0.023), (0.032, -0.055)]
    half += [(0.030, -0.180), (0.018, -0.204), (0, -0.210)]
    outline = half + [(-x, z) for x, z in half[-2:0:-1]]
    margin = 0.052 * (1 - size)  # insets evenly, where scaling would shorten the tail
    ring = []
    for x, z in outline:
        inset_x = x * size if z > -0.03 else np.sign(x) * max(abs(x) - margin * 0.62, 0.0)
        inset_z = z * size if z > -0.03 else min(z + margin, -0.03)
        ring.append((inset_x, y_head + (y_head - y_tail) * min(inset_z, 0.0) / 0.21, inset_z))
    return np.array(ring)
