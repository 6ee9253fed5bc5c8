"""Models by URI, by path and as text; what else there is, is refused with its code."""

import pytest

from physai_sim.control.control_error import ControlError, SpawnCode
from physai_sim.control.spawn_models import Resource, SpawnModels
from physai_sim.core import registry
from physai_sim.simulation.engine import data_folder

URDF = "<robot name='crate'><link name='base'/></robot>"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "crate.urdf").write_text(URDF)
    (tmp_path / "crate.urdf").write_text(URDF)
    (tmp_path / "in" / "crate.sdf").write_text("<sdf/>")
    return tmp_path / "in"


def test_shapes_have_defaults_and_settings():
    models = SpawnModels()
    plain = models.find(Resource("physai://shapes/box")).shape
    assert (plain.size_m, plain.mass_kg) == ((0.1, 0.1, 0.1), 0.1)
    uri = "physai://shapes/cylinder?radius_m=0.2&height_m=1&mass_kg=0&color_rgba=1,0,0,1"
    post = models.find(Resource(uri)).shape
    assert (post.radius_m, post.height_m, post.mass_kg) == (0.2, 1.0, 0.0)
    assert post.color_rgba == (1.0, 0.0, 0.0, 1.0)
    ghost = models.find(Resource("physai://shapes/sphere?collides=false")).shape
    assert not ghost.collides


@pytest.mark.parametrize("name", registry.names("robots"))
def test_every_robot_has_a_model(name):
    model = SpawnModels().find(Resource(f"physai://robots/{name}"))
    assert model.path.is_file()
    assert (model.name, model.category) == (name, "robot")


def test_files_and_text(folder):
    models = SpawnModels([folder])
    for uri in (f"{folder}/crate.urdf", f"file://{folder}/crate.urdf"):
        assert models.find(Resource(uri)).path == folder / "crate.urdf"
    model = models.find(Resource(text=URDF))
    assert model.name == "crate"
    assert model.path.read_text() == URDF
    assert models.find(Resource(f"{data_folder()}/cube.urdf")).path.is_file()


@pytest.mark.parametrize(
    ("uri", "text", "code", "words"),
    [
        ("", "", SpawnCode.NO_RESOURCE, "no resource"),
        ("physai://shapes/box", URDF, SpawnCode.NO_RESOURCE, "a URI or text"),
        ("physai://shapes/cone", "", SpawnCode.NO_RESOURCE, "unknown shape"),
        ("physai://robots/r2d2", "", SpawnCode.NO_RESOURCE, "physai://robots/panda"),
        ("physai://worlds/reach", "", SpawnCode.NO_RESOURCE, "unknown model"),
        ("physai://shapes/box?radius_m=1", "", SpawnCode.RESOURCE_PARSE_ERROR, "radius_m"),
        ("physai://shapes/box?size_m=1,2", "", SpawnCode.RESOURCE_PARSE_ERROR, "size_m"),
        ("physai://shapes/box?mass_kg=nan", "", SpawnCode.RESOURCE_PARSE_ERROR, "mass_kg"),
        ("physai://shapes/box?mass_kg=much", "", SpawnCode.RESOURCE_PARSE_ERROR, "mass_kg"),
        ("physai://shapes/box?pose=1", "", SpawnCode.RESOURCE_PARSE_ERROR, "unknown key"),
        ("https://example.org/a.urdf", "", SpawnCode.NO_RESOURCE, "unknown kind of URI"),
        ("crate.urdf", "", SpawnCode.NO_RESOURCE, "within the allowed folders"),
        ("IN/nothing.urdf", "", SpawnCode.NO_RESOURCE, "within the allowed folders"),
        ("IN/../crate.urdf", "", SpawnCode.NO_RESOURCE, "within the allowed folders"),
        ("IN/crate.sdf", "", SpawnCode.UNSUPPORTED_FORMAT, "expected urdf"),
        ("", "<sdf/>", SpawnCode.UNSUPPORTED_FORMAT, "not a URDF"),
    ],
)
def test_what_is_no_model_has_its_code(uri, text, code, words, folder):
    with pytest.raises(ControlError, match=words) as caught:
        SpawnModels([folder]).find(Resource(uri.replace("IN", str(folder)), text))
    assert caught.value.code == code


def test_a_file_that_is_too_large_is_not_read(folder):
    (folder / "big.urdf").write_bytes(b" " * 1_000_001)
    with pytest.raises(ControlError, match="too large"):
        SpawnModels([folder]).find(Resource(f"{folder}/big.urdf"))


def test_spawnables_can_be_found_and_unknown_sources_are_told(folder):
    models = SpawnModels([folder])
    found, unknown = models.spawnables([str(folder), "ftp://nowhere", "/etc"])
    assert unknown == ["ftp://nowhere", "/etc"]
    uris = [one.uri for one in found]
    assert len(set(uris)) == len(uris)
    assert f"file://{folder}/crate.urdf" in uris
    for one in found:
        models.find(Resource(one.uri))
