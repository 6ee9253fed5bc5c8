"""Mesh files: thinned within their shape, kept on disk, refused when they are broken."""

import logging

import numpy as np
import pytest
import trimesh

from physai_sim.core.errors import RenderError
from physai_sim.rendering.gl import mesh_file

SQUARE = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\n"
FACES = "usemtl it\nf 1/1 2/2 3/3\nf 1/1 3/3 4/4\n"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    mesh_file._load.cache_clear()
    yield tmp_path / "cache" / "physai_sim" / "meshes"
    mesh_file._load.cache_clear()


@pytest.fixture
def ball(tmp_path):
    path = tmp_path / "ball.stl"
    trimesh.creation.icosphere(subdivisions=5, radius=0.5).export(path)  # 20,480 triangles
    return path


def test_a_fine_mesh_is_thinned_to_its_budget_and_keeps_its_shape(ball):
    mesh = mesh_file.load(ball)
    assert 0.8 * mesh_file.BUDGET <= len(mesh.triangles) <= mesh_file.BUDGET
    assert len(mesh.coarse.triangles) <= mesh_file.COARSE_BUDGET
    for level, within in ((mesh, 0.01), (mesh.coarse, 0.03)):
        assert np.allclose(np.linalg.norm(level.positions, axis=1), 0.5, atol=within)


def test_it_is_kept_on_disk_and_read_back_the_same(ball, cache):
    first = mesh_file.load(ball)
    [kept] = cache.glob("*.npz")
    mesh_file._load.cache_clear()
    again = mesh_file.load(ball)
    assert np.array_equal(first.vertices(), again.vertices())
    assert np.array_equal(first.coarse.triangles, again.coarse.triangles)
    kept.write_bytes(b"rubbish")
    mesh_file._load.cache_clear()
    assert np.array_equal(first.vertices(), mesh_file.load(ball).vertices())


def test_a_cache_that_cannot_be_written_costs_only_time(ball, cache):
    cache.parent.mkdir(parents=True)
    cache.write_text("in the way", encoding="ascii")
    assert len(mesh_file.load(ball).triangles) <= mesh_file.BUDGET


def test_a_file_that_changed_is_read_anew(tmp_path):
    path = tmp_path / "it.obj"
    path.write_text(SQUARE + "f 1 2 3\n", encoding="ascii")
    assert len(mesh_file.load(path).triangles) == 1
    path.write_text(SQUARE + "f 1 2 3\nf 1 3 4\n", encoding="ascii")
    assert len(mesh_file.load(path).triangles) == 2


@pytest.mark.parametrize("text", ["", "no mesh at all", "v 0 0 0\nv 1 0 0\n", "f 1 2 3\n"])
def test_a_broken_mesh_is_refused_in_one_line(text, tmp_path):
    path = tmp_path / "broken.obj"
    path.write_text(text, encoding="ascii")
    with pytest.raises(RenderError, match=r"broken\.obj") as caught:
        mesh_file.load(path)
    assert "\n" not in str(caught.value)


def test_a_missing_mesh_is_refused(tmp_path):
    with pytest.raises(RenderError, match="No such file"):
        mesh_file.load(tmp_path / "gone.obj")


def _textured(folder, picture):
    (folder / "it.mtl").write_text(f"newmtl it\nmap_Kd {picture}\n", encoding="ascii")
    path = folder / "it.obj"
    path.write_text("mtllib it.mtl\n" + SQUARE + FACES, encoding="ascii")
    return path


def test_a_picture_comes_with_its_mesh(tmp_path):
    from PIL import Image

    rows = np.zeros((8, 8, 3), np.uint8)
    rows[:4] = (255, 0, 0)  # the upper half
    Image.fromarray(rows).save(tmp_path / "it.png")
    mesh = mesh_file.load(_textured(tmp_path, "it.png"))
    assert mesh.texture.shape == (512, 512, 4)
    assert (mesh.texture[-1, 0] == (255, 0, 0, 255)).all()
    assert (mesh.texture[0, 0] == (0, 0, 0, 255)).all()


def test_a_missing_picture_is_told_and_the_plain_colour_drawn(tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        mesh = mesh_file.load(_textured(tmp_path, "gone.png"))
    assert mesh.texture is None
    assert "texture 'gone.png' is missing" in caplog.text
