"""Normals that are smooth on round things and hard at edges; what is closed and what is not."""

import numpy as np

from physai_sim.rendering.gl import primitives
from physai_sim.rendering.gl.mesh import creased


def _merged(mesh):
    places, numbers = np.unique(mesh.positions.astype(np.float64), axis=0, return_inverse=True)
    return creased(places, numbers.reshape(-1)[mesh.triangles].astype(np.int64))


def test_the_edges_of_a_box_stay_hard():
    mesh = _merged(primitives.box())
    assert len(mesh.positions) == 24
    assert (np.sort(np.abs(mesh.normals), axis=1) == (0, 0, 1)).all()


def test_a_ball_is_smooth():
    mesh = _merged(primitives.sphere())
    outward = mesh.positions / np.linalg.norm(mesh.positions, axis=1, keepdims=True)
    assert (outward * mesh.normals).sum(axis=1).min() > 0.99
    assert len(mesh.positions) < 600


def test_triangles_without_area_are_dropped():
    positions = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [2, 0, 0]], dtype=float)
    mesh = creased(positions, np.array([[0, 1, 2], [0, 1, 3]]))
    assert len(mesh.triangles) == 1


def test_a_box_is_closed_and_a_sheet_is_not():
    assert _merged(primitives.box()).is_closed
    positions = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], dtype=float)
    assert not creased(positions, np.array([[0, 1, 2]])).is_closed


def test_the_radius_holds_every_vertex():
    mesh = primitives.capsule(0.6, 0.1)
    assert np.linalg.norm(mesh.positions, axis=1).max() <= mesh.radius * (1 + 1e-6)
