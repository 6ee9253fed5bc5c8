"""Mesh files: thinned within their shape, kept on disk, refused when they are broken."""

import logging

import numpy as np
import pytest
import trimesh

from physai_sim.core.errors import RenderError
from physai_sim.rendering.gl import mesh_file
from physai_sim.rendering.gl.thinning import BUDGETS

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


def test_it_is_kept_on_disk_and_read_back_the_same(ball, cache):
    first = mesh_file.load(ball)
    [kept] = cache.glob("*.npz")
    mesh_file._load.cache_clear()
    again = mesh_file.load(ball)
    assert len(first.levels()) == len(again.levels()) == len(BUDGETS)
    for one, other in zip(first.levels(), again.levels(), strict=True):
        assert np.array_equal(one.vertices(), other.vertices())
        assert np.array_equal(one.triangles, other.triangles)
    for damaged in (b"rubbish", kept.read_bytes()[:500]):
        kept.write_bytes(damaged)
        mesh_file._load.cache_clear()
        assert np.array_equal(first.vertices(), mesh_file.load(ball).vertices())


def test_a_cache_that_cannot_be_written_costs_only_time(ball, cache):
    cache.parent.mkdir(parents=True)
    cache.write_text("in the way", encoding="ascii")
    assert len(mesh_file.load(ball).triangles) <= BUDGETS[0]


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


def test_the_colours_of_a_thinned_mesh_are_kept_on_disk_too(tmp_path, cache):
    from PIL import Image

    ball = trimesh.creation.icosphere(subdivisions=4)  # 5,120 triangles
    uv = ball.vertices[:, :2] / 2 + 0.5
    image = Image.fromarray(np.full((4, 4, 3), (0, 200, 0), np.uint8))
    ball.visual = trimesh.visual.TextureVisuals(uv=uv, image=image)
    ball.export(tmp_path / "green.obj")
    first = mesh_file.load(tmp_path / "green.obj")
    assert len(list(cache.glob("*.npz"))) == 1
    mesh_file._load.cache_clear()
    again = mesh_file.load(tmp_path / "green.obj")
    for one, other in zip(first.levels(), again.levels(), strict=True):
        assert one.texture is other.texture is None
        assert np.array_equal(one.vertices(), other.vertices())
        assert (one.colors == (15, 207, 15)).all()  # in steps of 16
