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
    for level, budget, within in zip(levels, BUDGETS, (0.01, 0.02, 0.05, 0.1), strict=True):
        assert 0.8 * budget <= len(level.triangles) <= 1.5 * budget
        assert np.allclose(np.linalg.norm(level.positions, axis=1), 0.5, atol=within)


def test_shells_that_thinning_would_spoil_get_more_triangles():
    """Six plates around a point: what is left must still be near all of them."""
    plates = trimesh.util.concatenate(
        trimesh.creation.box(
            [0.02, 0.3, 0.3],
            transform=trimesh.transformations.rotation_matrix(angle, [0, 0, 1])
            @ trimesh.transformations.translation_matrix([0.5, 0, 0]),
        ).subdivide_to_size(0.03)
        for angle in np.arange(6) * np.pi / 3
    )
    positions, triangles = _arrays(plates)
    for k, level in enumerate(with_levels(positions, triangles).levels()[1:]):
        points = level.positions[level.triangles].mean(axis=1)
        seen = {int(np.round(np.arctan2(y, x) / (np.pi / 3))) % 6 for x, y, _ in points}
        assert seen == set(range(6)), k


def test_a_mesh_of_few_triangles_is_its_own_coarser_level():
    cube = with_levels(*_arrays(trimesh.creation.box()))
    assert cube.levels() == (cube,)


def test_levels_that_a_mesh_fits_into_are_the_mesh_itself():
    middling = with_levels(*_arrays(trimesh.creation.icosphere(subdivisions=2)))  # 320 triangles
    finest, *coarser = middling.levels()
    assert len(finest.triangles) == 320
    counts = [len(level.triangles) for level in coarser]
    assert counts == sorted(counts, reverse=True)
    small = with_levels(*_arrays(trimesh.creation.icosphere(subdivisions=1)))  # 80 triangles
    assert [len(level.triangles) == 80 for level in small.levels()] == [True, True, True, False]


def _halves(ball):
    """Left half red, right half green."""
    positions, triangles = _arrays(ball)
    right = positions[triangles].mean(axis=1)[:, 0] > 0.0
    corner_uv = np.where(right, 0.75, 0.25)[:, None, None] * np.ones((1, 3, 2))
    texture = np.zeros((2, 2, 4), np.uint8)
    texture[0, 0], texture[1, 1] = (255, 0, 0, 255), (0, 255, 0, 255)
    return with_levels(positions, triangles, corner_uv=corner_uv, texture=texture), texture


def test_triangles_take_the_colour_of_the_old_ones_near_them(ball):
    """No thinned triangle may change sides."""
    mesh, _ = _halves(ball)
    for level in mesh.levels():
        assert level.texture is None
        middle = level.positions[level.triangles].mean(axis=1)[:, 0]
        green = level.colors[level.triangles[:, 0], 1] > 128
        clear = np.abs(middle) > 0.1
        assert np.array_equal(green[clear], middle[clear] > 0.0)


def test_a_mesh_that_is_not_thinned_keeps_its_picture_and_its_coarser_levels_the_colours():
    mesh, texture = _halves(trimesh.creation.icosphere(subdivisions=2))
    finest, *coarser = mesh.levels()
    assert finest.texture is texture
    assert set(finest.uv[:, 0]) == {0.25, 0.75}
    assert finest.colors is None
    for level in coarser:
        assert level.texture is None
        assert {tuple(color) for color in level.colors} == {(255, 15, 15), (15, 255, 15)}
