"""Normals that are smooth on round things and hard at edges; levels of detail; colours."""

import numpy as np
import pytest

from physai_sim.rendering.gl import primitives
from physai_sim.rendering.gl.mesh import chained, creased


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


def test_coarser_levels_are_chained_and_the_last_is_not_repeated():
    box, ball = primitives.box(), primitives.sphere().levels()[-1]
    assert chained([box]).levels() == (box,)
    assert chained([box, box, box]).levels() == (box,)
    finest, *coarser = chained([box, box, ball, ball]).levels()
    assert finest.positions is coarser[0].positions is box.positions
    assert coarser[1:] == [ball]


def test_vertices_carry_their_colours_and_are_white_without():
    box = primitives.box()
    paint = box.vertices()[:, 8].copy().view(np.uint8).reshape(-1, 4)
    assert (paint == 255).all()
    colors = np.arange(36, dtype=np.uint8).reshape(12, 3)
    positions = np.unique(box.positions.astype(float), axis=0)
    numbers = np.unique(box.positions.astype(float), axis=0, return_inverse=True)[1].reshape(-1)
    mesh = creased(positions, numbers[box.triangles].astype(np.int64), face_colors=colors)
    corners = mesh.vertices()[:, 8].copy().view(np.uint8).reshape(-1, 4)[mesh.triangles]
    assert np.array_equal(corners[..., :3], colors[:, None].repeat(3, axis=1))


def test_the_radius_holds_every_vertex():
    mesh = primitives.capsule(0.6, 0.1)
    assert np.linalg.norm(mesh.positions, axis=1).max() <= mesh.radius * (1 + 1e-6)


def test_a_mesh_that_is_turned_over_encloses_the_opposite_volume_at_each_level():
    def volume(mesh):
        a, b, c = (mesh.positions[mesh.triangles[:, k]].astype(float) for k in range(3))
        return (np.cross(a, b) * c).sum() / 6

    ball = primitives.sphere()
    for level, turned in zip(ball.levels(), ball.turned_over().levels(), strict=True):
        assert volume(turned) == pytest.approx(-volume(level))
