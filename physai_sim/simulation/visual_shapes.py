"""What a renderer needs to know of the engine's bodies: their visual shapes and where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from physai_sim.core.geometry import Array, Pose
from physai_sim.simulation.body import Body
from physai_sim.simulation.engine import bullet

ShapeKind = Literal["box", "sphere", "cylinder", "capsule", "mesh"]
_KINDS: dict[int, ShapeKind] = {
    bullet.GEOM_BOX: "box",
    bullet.GEOM_SPHERE: "sphere",
    bullet.GEOM_CYLINDER: "cylinder",
    bullet.GEOM_CAPSULE: "capsule",
    bullet.GEOM_MESH: "mesh",
}


@dataclass(frozen=True, slots=True)
class VisualShape:
    """One shape of a link, as it is to be seen.

    Args:
        link: The engine's number of the link, -1 for the base.
        kind: What it is.
        size: Extents of a box (x, y, z), radius of a sphere (r, 0, 0), length and radius of a
            cylinder or capsule (l, r, 0) [m]; the scale of a mesh [1].
        path: File of a mesh, else None.
        pose_in_link: Its frame in the link's frame.
        rgba: Colour, each in 0..1.
    """

    link: int
    kind: ShapeKind
    size: tuple[float, float, float]
    path: Path | None
    pose_in_link: Pose
    rgba: tuple[float, float, float, float]


def visual_shapes(body: Body) -> tuple[VisualShape, ...]:
    """The shapes of a body, in the engine's order; infinite planes are left out."""
    raw = bullet.getVisualShapeData(body.id, physicsClientId=body.client)
    return tuple(
        VisualShape(
            link=shape[1],
            kind=_KINDS[shape[2]],
            size=shape[3],
            path=Path(shape[4].decode()) if shape[2] == bullet.GEOM_MESH else None,
            pose_in_link=Pose(shape[5], shape[6]),
            rgba=shape[7],
        )
        for shape in raw
        if shape[2] in _KINDS
    )


def link_poses(body: Body, links: Sequence[int]) -> Array:
    """Positions and quaternions of links' frames in the world.

    Args:
        body: Whose links.
        links: The engine's numbers, -1 for the base.

    Returns:
        Rows (x, y, z, qx, qy, qz, qw) [m, 1], shape (L, 7).
    """
    if tuple(links) == (-1,):
        states = {}
    else:
        inner = [link for link in links if link >= 0]
        raw = bullet.getLinkStates(body.id, inner, physicsClientId=body.client)
        states = {link: state[4] + state[5] for link, state in zip(inner, raw, strict=True)}
    if len(states) < len(links):
        states[-1] = body.base_pose().numbers
    return np.array([states[link] for link in links])
