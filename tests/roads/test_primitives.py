import numpy as np
import pytest

from physai_sim.roads.mesh import CHORD_ERROR_M
from physai_sim.roads.primitives import DrawingStyle, drawing


@pytest.fixture(scope="module", params=["crossing", "oval"])
def roads(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def drawn(roads):
    return drawing(roads)


def mesh_named(drawn, name):
    return next(mesh for mesh in drawn.meshes if mesh.name == name)


def corners(mesh):
    """(F, 3, 3): the corner points of each triangle."""
    return mesh.vertices_m[mesh.triangles]


def cross(first, second):
    return first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]


def areas_m2(mesh):
    """Signed, positive where the triangle faces up."""
    a, b, c = np.moveaxis(corners(mesh)[:, :, :2], 1, 0)
    return cross(b - a, c - a) / 2.0


def hits(mesh, x_m, y_m):
    """Whether some triangle lies over the point."""
    a, b, c = np.moveaxis(corners(mesh)[:, :, :2], 1, 0)
    point = np.array([x_m, y_m])

    inside = [cross(q - p, point - p) >= 0.0 for p, q in ((a, b), (b, c), (c, a))]
    return bool(np.logical_and.reduce(inside).any())


def test_there_is_one_mesh_per_colour(drawn):
    assert [mesh.name for mesh in drawn.meshes] == ["asphalt", "white lines", "yellow lines"]
    assert len({mesh.rgba for mesh in drawn.meshes}) == 3


def test_every_triangle_faces_up_and_names_vertices_that_exist(drawn):
    for mesh in drawn.meshes:
        assert areas_m2(mesh).min() > 0.0
        assert mesh.triangles.min() == 0
        assert mesh.triangles.max() == len(mesh.vertices_m) - 1
        assert np.isfinite(mesh.vertices_m).all()


def test_surfaces_are_flat_at_the_heights_asked_for(crossing):
    style = DrawingStyle(asphalt_z_m=0.02, markings_z_m=0.03)
    for mesh in drawing(crossing, style=style).meshes:
        expected = 0.02 if mesh.name == "asphalt" else 0.03
        assert set(mesh.vertices_m[:, 2]) == {expected}


def test_triangles_are_few(drawn):
    assert sum(len(mesh.triangles) for mesh in drawn.meshes) < 1500


def test_asphalt_lies_under_the_whole_road(roads, drawn):
    asphalt = mesh_named(drawn, "asphalt")
    rng = np.random.default_rng(3)
    for x_m, y_m in rng.uniform(-50.0, 50.0, (1500, 2)):
        if roads.edge_distance_m(x_m, y_m) > CHORD_ERROR_M:
            assert hits(asphalt, x_m, y_m), (x_m, y_m)


def test_asphalt_ends_behind_the_kerb(roads, drawn):
    asphalt = mesh_named(drawn, "asphalt")
    rng = np.random.default_rng(4)
    for x_m, y_m in rng.uniform(-50.0, 50.0, (1500, 2)):
        if roads.edge_distance_m(x_m, y_m) < -(roads.kerb.reach_m + CHORD_ERROR_M):
            assert not hits(asphalt, x_m, y_m)


def test_markings_lie_on_lanes_outside_the_junction(roads, drawn):
    for mesh in drawn.meshes[1:]:
        for x_m, y_m in corners(mesh)[:, :, :2].mean(axis=1):
            assert roads.edge_distance_m(x_m, y_m) > 0.05
    if "west_in" in roads.lanes:
        vertices = np.concatenate([mesh.vertices_m for mesh in drawn.meshes[1:]])
        assert np.abs(vertices[:, :2]).max(axis=1).min() >= 8.0 - 1e-9


def test_edge_lines_run_just_inside_the_edge(crossing):
    white = mesh_named(drawing(crossing), "white lines")
    # Eight edges of 40 m, each a line of 0.12 m; an arm has no lane of the same direction beside.
    assert areas_m2(white).sum() == pytest.approx(8 * 40.0 * 0.12)
    assert hits(white, 20.0, 3.5 - 0.18)
    assert not hits(white, 20.0, 3.5 - 0.06)


def test_each_dash_is_drawn_once(crossing):
    # Four arms of 40 m, which four periods of 9 m fit best.
    yellow = mesh_named(drawing(crossing), "yellow lines")
    assert areas_m2(yellow).sum() == pytest.approx(4 * 4 * 3.0 * 0.12)


def test_yellow_separates_directions_and_white_lanes_of_one_direction(oval):
    drawn = drawing(oval)

    def share(name, y_m):
        return np.mean([hits(mesh_named(drawn, name), x, y_m) for x in np.arange(-19, 19, 0.1)])

    # fast | against at 13.25 m, fast | slow at 16.75 m, against | last at 9.75 m
    assert share("yellow lines", -13.25) == pytest.approx(1 / 3, abs=0.08)
    assert share("white lines", -13.25) == 0.0
    for y_m in (-16.75, -9.75):
        assert share("white lines", y_m) == pytest.approx(1 / 3, abs=0.08)
        assert share("yellow lines", y_m) == 0.0


def test_without_kerb_and_markings_only_asphalt_is_drawn(network_of):
    start = {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.0}
    lane = {"width_m": 3.0, "speed_limit_mps": 5.0, "start": start, "path": [{"straight_m": 9.0}]}
    drawn = drawing(network_of({"lanes": {"a": lane}, "markings": False}))
    assert drawn.kerbs == ()
    (asphalt,) = drawn.meshes
    assert areas_m2(asphalt).sum() == pytest.approx(27.0)


@pytest.mark.parametrize("radius_m", [0.5, 3.0, 25.0, 400.0])
def test_chords_leave_an_arc_by_less_than_two_centimetres(network_of, radius_m):
    bend = {"arc_radius_m": radius_m, "arc_angle_rad": 2.0}
    start = {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.0}
    lane = {"width_m": 0.4, "speed_limit_mps": 1.0, "start": start, "path": [bend]}
    (asphalt,) = drawing(network_of({"lanes": {"a": lane}, "markings": False})).meshes
    outer = asphalt.vertices_m[::2, :2]
    middles = (outer[1:] + outer[:-1]) / 2.0
    sagitta_m = radius_m + 0.2 - np.hypot(middles[:, 0], middles[:, 1] - radius_m)
    assert 0.0 < sagitta_m.max() < CHORD_ERROR_M
