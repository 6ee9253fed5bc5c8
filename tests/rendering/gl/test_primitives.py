"""Primitives are closed, look outwards, and have the size they say."""

import numpy as np
import pytest

from physai_sim.rendering.gl import primitives
from physai_sim.rendering.gl.mesh import LEVEL_PX

WHOLE = {
    "box": (primitives.box(), 1.0),
    "sphere": (primitives.sphere(), 4 / 3 * np.pi),
    "cylinder": (primitives.cylinder(), np.pi),
    "capsule": (primitives.capsule(0.5, 0.2), np.pi * 0.04 * 0.5 + 4 / 3 * np.pi * 0.008),
}
# Of each level, how much less it encloses, as it lies within its curves; and how well normals fit.
WITHIN = ((0.04, 0.97), (0.1, 0.93), (0.18, 0.9), (0.4, 0.8))
SHAPES = {
    f"{name} {k}": (level, volume, *within)
    for name, (mesh, volume) in WHOLE.items()
    for k, (level, within) in enumerate(zip(mesh.levels(), WITHIN, strict=False))
}


@pytest.mark.parametrize("name", SHAPES)
def test_it_encloses_its_volume_with_outward_faces(name):
    mesh, volume, within, _ = SHAPES[name]
    a, b, c = (mesh.positions[mesh.triangles[:, k]].astype(float) for k in range(3))
    signed = (np.cross(a, b) * c).sum() / 6
    assert signed == pytest.approx(volume, rel=within)


@pytest.mark.parametrize("name", SHAPES)
def test_it_is_closed(name):
    """Each edge has a triangle on its other side, which is turned alike."""
    mesh, *_ = SHAPES[name]
    _, numbers = np.unique(mesh.positions.round(5), axis=0, return_inverse=True)
    corners = numbers.reshape(-1)[mesh.triangles]
    corners = corners[(corners != np.roll(corners, 1, axis=1)).all(axis=1)]  # poles have none
    edges = np.column_stack([corners.ravel(), np.roll(corners, -1, axis=1).ravel()])
    there, back = ({tuple(edge) for edge in side} for side in (edges, edges[:, ::-1]))
    assert there == back
    assert len(there) == len(edges)


@pytest.mark.parametrize("name", SHAPES)
def test_normals_are_units_and_fit_the_faces(name):
    mesh, _, _, facing = SHAPES[name]
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-5)
    a, b, c = (mesh.positions[mesh.triangles[:, k]].astype(float) for k in range(3))
    faces = np.cross(b - a, c - a)
    area = np.linalg.norm(faces, axis=1)
    flat = area > 1e-9
    units = faces[flat] / area[flat, None]
    mean = mesh.normals[mesh.triangles].mean(axis=1)[flat]
    assert (units * mean).sum(axis=1).min() > facing


def test_round_shapes_have_levels_with_fewer_triangles():
    for name, (mesh, _) in WHOLE.items():
        counts = [len(level.triangles) for level in mesh.levels()]
        assert counts == sorted(set(counts), reverse=True), name
        assert len(counts) == (1 if name == "box" else len(LEVEL_PX)), name
