"""The wrist, the flange, the hand and its fingers; lengths in metres, each in its link's frame."""

from __future__ import annotations

import numpy as np

from physai_sim.robots.assets.panda.arm_meshes import ROUND, Parts
from physai_sim.robots.assets.panda.mesh import Array, Mesh
from physai_sim.robots.assets.panda.shapes import (
    box,
    ellipse,
    filled,
    lathe,
    loft,
    rectangle,
)

_FLANGE_X = 0.088  # offset a7 of the DH table


def wrist() -> Parts:
    """A drum on joint 6, the tube of joint 7 beside it, dark caps on both."""
    drum = lathe([(-0.0146, 0.0475), (0.031, 0.0475)], caps=(True, False))
    neck = [
        rectangle((0.0, 0.0, 0.012), (0, 0.047, 0), (0, 0, 0.026), 0.3),
        rectangle((0.046, 0.012, 0.006), (0, 0.052, 0), (0, 0, 0.036), 0.5),
        rectangle((0.088, 0.012, 0.0), (0, 0.060, 0), (0, 0, 0.040), 0.5),
    ]
    tube = [_slanted(*row) for row in _TUBE]
    dark = loft([_oval(*row) for row in _CAP]) + loft(
        [_slanted(0.0715, 0.0825, 0.036), _slanted(0.0745, 0.0835, 0.030)], caps=(False, True)
    )
    inlay = filled(_oval(*_CAP[-1]), (0, 0, 0))
    return {
        "white": drum + inlay + loft(neck, crease_rad=ROUND) + loft(tube, caps=(True, False)),
        "dark": dark,
    }


# y at the outer side, y at the inner side, radius
_TUBE = (
    (-0.0525, -0.0525, 0.0435),
    (-0.020, -0.020, 0.0415),
    (0.052, 0.060, 0.0425),
    (0.0715, 0.0825, 0.036),
)
# height over the drum, radius, how far the oval reaches towards the tube
_CAP = (
    (0.029, 0.0477, 0.060),
    (0.041, 0.047, 0.064),
    (0.0555, 0.036, 0.052),
    (0.0555, 0.026, 0.039),
)


def _slanted(y_outer: float, y_inner: float, radius: float) -> Array:
    middle, slope = (y_outer + y_inner) / 2, (y_outer - y_inner) / 2
    return ellipse((_FLANGE_X, middle, 0), (0, 0, radius), (radius, slope, 0))


def _oval(z: float, radius: float, reach: float) -> Array:
    ring = ellipse((0, 0, z), (radius, 0, 0), (0, radius, 0))
    ring[:, 0] *= np.where(ring[:, 0] > 0, reach / radius, 1.0)
    return ring


def flange() -> Parts:
    """The collar of joint 7, the handle that stands out of it at 45 degrees, the dark flange."""
    collar = lathe([(0.0515, 0.0435), (0.096, 0.0435), (0.1035, 0.0315)], caps=(True, False))
    along, across = np.array([1.0, 1, 0]) / np.sqrt(2), np.array([-1.0, 1, 0]) / np.sqrt(2)
    rows = [
        (0.0, 0.0425, 0.054, 0.099),
        (0.052, 0.034, 0.066, 0.101),
        (0.089, 0.029, 0.078, 0.096),
    ]
    handle = [
        rectangle(
            s * along + [0, 0, (low + high) / 2], half * across, (0, 0, (high - low) / 2), 0.4
        )
        for s, half, low, high in rows
    ]
    disc = lathe([(0.1035, 0.0315), (0.107, 0.0315)])
    return {"white": collar + loft(handle, caps=(False, True)), "dark": disc}


def hand() -> Parts:
    """A wide, tapering body with a dark slot on both faces and a dark rail for the fingers."""
    rows = [(-0.003, 0.088, 0.022), (0.009, 0.099, 0.030), (0.060, 0.1005, 0.019)]
    rows.append((0.066, 0.096, 0.0145))
    body = [rectangle((0, 0, z), (x, 0, 0), (0, y, 0), 0.45) for z, y, x in rows]
    dark = _slot(1.0) + _slot(-1.0) + box((-0.007, -0.086, 0.06), (0.007, 0.086, 0.0666))
    return {"white": loft(body, caps=(True, True)), "dark": dark}


def _slot(side: float) -> Mesh:
    """A dark plate just proud of one face, which leans from x = 30 to 19 mm."""
    points = [(0.0306 - 0.011 * (z - 0.009) / 0.051, y, z) for y, z in _SLOT]
    return filled(np.array(points) * (side, 1, 1), (0, 0, 0.03))


_SLOT = ((-0.07, 0.020), (-0.07, 0.034), (0.07, 0.034), (0.07, 0.020))  # y, z


def finger() -> Parts:
    """A carriage, a bent arm and a black pad whose inner face is y = 0; y points outwards."""
    rows = [(0.004, 0.011, 0.0262), (0.019, 0.0115, 0.025)]
    rows += [(0.036, 0.0060, 0.0160), (0.0538, 0.0060, 0.0145)]
    arm = [
        rectangle((0, (near + far) / 2, z), (0.0098, 0, 0), (0, (far - near) / 2, 0), 0.0)
        for z, near, far in rows
    ]
    carriage = box((-0.0105, 0.002, 0.0), (0.0105, 0.0264, 0.005))
    pad = box((-0.0088, 0.0, 0.0362), (0.0088, 0.0095, 0.0538))
    return {"grey": carriage + loft(arm, caps=(False, True)), "black": pad}
