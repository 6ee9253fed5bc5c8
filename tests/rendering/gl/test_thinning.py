"""Thinned meshes keep within their budgets, and keep shape and colours."""

import numpy as np
import pytest
import trimesh

from physai_sim.rendering.gl.mesh import LEVEL_PX
from physai_sim.rendering.gl.thinning import BUDGETS, with_levels


@pytest.fixture(scope="module")
def ball():
    return trimesh.creation.icosphere(subdivisions=5, radius=0.5)  # 20,480 triangles


def _arrays(mesh):
    return np.array(mesh.vertices, np.float64), np.array(mesh.faces, np.int64)


def test_each_level_keeps_its_budget_and_the_shape(ball):
    levels = with_levels(*_arrays(ball)).levels()
    assert len(levels) == len(BUDGETS) == len(LEVEL_PX)
    for level, budget, within in zip(levels, BUDGETS, (0.01, 0.02, 0.05), strict=True):
        assert 0.8 * budget <= len(level.triangles) <= budget
        assert np.allclose(np.linalg.norm(level.positions, axis=1), 0.5, atol=within)


def test_a_mesh_of_few_triangles_is_its_own_coarser_level():
    cube = with_levels(*_arrays(trimesh.creation.box()))
    assert cube.levels() == (cube,)
    middling = with_levels(*_arrays(trimesh.creation.icosphere(subdivisions=2)))
    assert [len(level.triangles) <= 320 for level in middling.levels()] == [True] * 3
    assert len(middling.triangles) == 320


def test_triangles_take_the_colour_of_the_old_ones_near_them(ball):
    """Left half red, right half green: no thinned triangle may change sides."""
    positions, triangles = _arrays(ball)
    right = positions[triangles].mean(axis=1)[:, 0] > 0.0
    corner_uv = np.where(right, 0.75, 0.25)[:, None, None] * np.ones((1, 3, 2))
    texture = np.zeros((2, 2, 4), np.uint8)
    mesh = with_levels(positions, triangles, corner_uv=corner_uv, texture=texture)
    for level in mesh.levels():
        assert level.texture is texture
        corners = level.uv[level.triangles]
        assert np.array_equal(corners, corners[:, :1].repeat(3, axis=1))
        middle = level.positions[level.triangles].mean(axis=1)[:, 0]
        clear = np.abs(middle) > 0.1
        assert np.array_equal(corners[clear, 0, 0] > 0.5, middle[clear] > 0.0)


def test_the_finest_level_keeps_its_picture_as_it_is_where_nothing_is_thinned():
    positions, triangles = _arrays(trimesh.creation.icosphere(subdivisions=2))
    corner_uv = np.random.default_rng(0).uniform(size=(320, 3, 2))
    texture = np.zeros((2, 2, 4), np.uint8)
    mesh = with_levels(positions, triangles, corner_uv=corner_uv, texture=texture)
    assert np.unique(mesh.uv, axis=0).shape == np.unique(corner_uv.reshape(-1, 2), axis=0).shape
