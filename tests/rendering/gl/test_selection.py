"""What a camera sees is drawn, each mesh as finely as its size on the picture asks for."""

import numpy as np
import pytest

from physai_sim.rendering.gl import primitives
from physai_sim.rendering.gl.mesh import LEVEL_PX, Mesh
from physai_sim.rendering.gl.selection import LEVELS, PICTURE, Look, MeshTable, Selection

BOX, BALL = primitives.box(), primitives.sphere()
# A camera at the origin that looks along x with an opening of 90 degrees, and sees 1 to 1000 m.
ROOT = 0.5**0.5
SIDES = np.array(
    [
        [ROOT, ROOT, 0, 0],
        [ROOT, -ROOT, 0, 0],
        [ROOT, 0, ROOT, 0],
        [ROOT, 0, -ROOT, 0],
        [1, 0, 0, -1],
        [-1, 0, 0, 1000],
        [1, 0, 0, 0],
    ],
    dtype=np.float32,
)


def _places(*points):
    return np.array([(*point, 1.0) for point in points], dtype=np.float32)


def _selection(meshes, mesh_of, *, patterns=None, throws=None, radii=None):
    count = len(mesh_of)
    return Selection(
        MeshTable.of(meshes),
        np.array(mesh_of),
        np.ones(count) if radii is None else np.array(radii, dtype=float),
        np.zeros(count, np.int32) if patterns is None else np.array(patterns, np.int32),
        np.ones(count, bool) if throws is None else np.array(throws),
    )


def test_the_table_says_where_each_level_lies():
    table = MeshTable.of([BOX, BALL])
    levels = [*BOX.levels(), *BALL.levels()]
    assert table.depth.tolist() == [1, LEVELS]
    assert table.finest.tolist() == [0, 1]
    assert table.commands[:, 0].tolist() == [level.triangles.size for level in levels]
    assert table.commands[2, 2] == BOX.triangles.size + BALL.triangles.size
    assert table.commands[2, 3] == len(BOX.positions) + len(BALL.positions)


def test_what_is_behind_a_side_is_not_drawn():
    selection = _selection([BOX], [0] * 4)
    places = _places((10, 0, 0), (-10, 0, 0), (10, 30, 0), (2000, 0, 0))
    assert selection.select(places[selection.order], Look(SIDES, 100.0))
    assert selection.commands[:, 1].sum() == 1
    drawn = selection.commands[0, 4]
    assert selection.order[drawn] == 0


def test_what_reaches_into_the_view_is_drawn():
    selection = _selection([BOX], [0], radii=[25.0])
    assert selection.select(_places((10, 30, 0)), Look(SIDES, 100.0))
    assert len(selection.commands) == 1


def test_the_same_view_changes_nothing():
    selection = _selection([BOX], [0])
    assert selection.select(_places((10, 0, 0)), Look(SIDES, 100.0))
    assert not selection.select(_places((11, 0, 0)), Look(SIDES, 100.0))
    assert selection.select(_places((-11, 0, 0)), Look(SIDES, 100.0))
    assert selection.calls == []


@pytest.mark.parametrize("level", range(LEVELS))
def test_the_level_follows_from_the_size_on_the_picture(level):
    selection = _selection([BALL], [0])
    size_px = LEVEL_PX[level] + 1.0
    selection.select(_places((100, 0, 0)), Look(SIDES, 100.0 * size_px))
    assert selection.commands[0, 0] == BALL.levels()[level].triangles.size


def test_neighbours_of_one_kind_are_one_command():
    selection = _selection([BOX, BALL], [0, 1, 0, 1, 0])
    places = _places(*[(10, k, 0) for k in range(5)])
    selection.select(places[selection.order], Look(SIDES, 1000.0))
    assert sorted(selection.commands[:, 1].tolist()) == [2, 3]
    assert len(selection.calls) == 1
    first = selection.commands[:, 4]
    meshes = np.array([0, 1, 0, 1, 0])[selection.order]
    for command, start in zip(selection.commands, first, strict=True):
        assert len(set(meshes[start : start + command[1]])) == 1


def test_each_pattern_is_a_call_and_small_things_come_first():
    selection = _selection([BOX], [0, 0, 0], patterns=[2, 0, 2], radii=[50.0, 1.0, 3.0])
    assert selection.order.tolist() == [1, 2, 0]
    selection.select(_places(*[(20, 0, 0)] * 3), Look(SIDES, 100.0))
    assert [(call.pattern, call.first, call.commands) for call in selection.calls] == [
        (0, 0, 1),
        (2, 1, 1),
    ]


def test_the_picture_of_a_mesh_comes_before_a_pattern_and_its_coarser_level_has_neither():
    texture = np.zeros((2, 2, 4), np.uint8)
    ball = BALL.levels()[0]
    coarse = Mesh(BOX.positions, BOX.normals, BOX.uv, BOX.triangles)
    mesh = Mesh(
        ball.positions, ball.normals, ball.uv, ball.triangles, texture=texture, coarse=coarse
    )
    selection = _selection([mesh], [0], patterns=[3])
    selection.select(_places((10, 0, 0)), Look(SIDES, 10_000.0))
    assert selection.calls[0].pattern == PICTURE
    selection.select(_places((10, 0, 0)), Look(SIDES, 10.0))
    assert selection.calls[0].pattern == 0


def test_the_sun_is_shown_only_what_throws_a_shadow():
    selection = _selection([BOX], [0, 0], throws=[True, False], radii=[1.0, 1.0])
    places = _places((10, 0, 0), (10, 0, 0))
    selection.select(places, Look(SIDES, 100.0), lights=Look(SIDES, 100.0))
    assert selection.commands[:, 1].sum() == 1
    selection.select(places, Look(SIDES, 100.0))
    assert selection.commands[:, 1].sum() == 2


@pytest.mark.parametrize("level", range(LEVELS))
def test_the_sun_is_shown_nothing_more_finely_than_the_camera(level):
    selection, places = _selection([BALL], [0]), _places((100, 0, 0))
    fine, camera = Look(SIDES, 1e6), Look(SIDES, 100.0 * (LEVEL_PX[level] + 1.0))
    selection.select(places, fine, lights=camera)
    assert selection.commands[0, 0] == BALL.levels()[level].triangles.size
    selection.select(places, camera, lights=fine)
    assert selection.commands[0, 0] == BALL.levels()[level].triangles.size


def test_shadows_reach_as_far_as_what_throws_them():
    selection = _selection([BOX], [0, 0], throws=[True, False], radii=[2.0, 1.0])
    places = _places((3, 4, 0), (100, 0, 0))
    assert selection.reach_m(places[selection.order], (0, 0, 0)) == pytest.approx(11.0)
    none = _selection([BOX], [0], throws=[False])
    assert none.reach_m(_places((3, 4, 0)), (0, 0, 0)) == 0.0
