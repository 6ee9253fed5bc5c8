"""Worlds by name, by file and as text; what else there is, is refused with its code."""

import shutil

import pytest

from physai_sim.control.control_error import ControlError, ResultCode, WorldCode
from physai_sim.control.entity_types import TagsFilter
from physai_sim.control.spawn_models import Resource
from physai_sim.control.world_catalog import WorldCatalog
from physai_sim.core import paths


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    shutil.copy(paths.find("worlds", "reach"), tmp_path / "in" / "mine.yaml")
    shutil.copy(paths.find("worlds", "reach"), tmp_path / "other.yaml")
    return tmp_path / "in"


def test_a_world_is_found_by_every_kind_of_name(folder):
    catalog = WorldCatalog([folder])
    for uri in ("reach", "physai://worlds/reach", str(paths.find("worlds", "reach"))):
        config, where = catalog.find(Resource(uri))
        assert (config.name, where) == ("reach", "physai://worlds/reach")
    for uri in (f"{folder}/mine.yaml", f"file://{folder}/mine.yaml"):
        config, where = catalog.find(Resource(uri))
        assert (config.name, where) == ("mine", f"file://{folder}/mine.yaml")
    text = (folder / "mine.yaml").read_text()
    config, where = catalog.find(Resource(text=text))
    assert (config.task.model, where) == ("reach", "")


@pytest.mark.parametrize(
    ("uri", "text", "code", "words"),
    [
        ("", "", WorldCode.NO_RESOURCE, "no resource"),
        ("reach", "x: 1", WorldCode.NO_RESOURCE, "a URI or text"),
        ("reech", "", WorldCode.NO_RESOURCE, "did you mean 'reach'"),
        ("https://example.org/a.yaml", "", WorldCode.NO_RESOURCE, "unknown kind of URI"),
        ("IN/../other.yaml", "", WorldCode.NO_RESOURCE, "within the allowed folders"),
        ("/etc/hosts.yaml", "", WorldCode.NO_RESOURCE, "within the allowed folders"),
        ("IN/world.sdf", "", WorldCode.UNSUPPORTED_FORMAT, "expected .yaml"),
        ("", "- 1", WorldCode.RESOURCE_PARSE_ERROR, "a mapping"),
        ("", "version: 9", WorldCode.RESOURCE_PARSE_ERROR, "resource_string"),
        ("", "a: " + "x" * 256_000, WorldCode.RESOURCE_PARSE_ERROR, "too large"),
        ("", "expert: /tmp/mine.py:Mine", WorldCode.UNSUPPORTED_ASSETS, "Python files"),
        ("", "robots: {a: [{model: 'b.py:C'}]}", WorldCode.UNSUPPORTED_ASSETS, "Python files"),
    ],
)
def test_what_is_no_world_has_its_code(uri, text, code, words, folder):
    with pytest.raises(ControlError, match=words) as caught:
        WorldCatalog([folder]).find(Resource(uri.replace("IN", str(folder)), text))
    assert caught.value.code == code


def test_worlds_are_listed_with_tags_and_can_be_loaded(folder):
    catalog = WorldCatalog([folder])
    found = {world.name: world for world in catalog.available()}
    assert set(found) == {*paths.available("worlds"), "mine"}
    assert found["reach"].tags == ("reach", "panda")
    assert found["reach"].description
    cars = catalog.available(TagsFilter(("sedan",)))
    assert "lane_curve" in {world.name for world in cars}
    assert "reach" not in {world.name for world in cars}
    for world in found.values():
        assert catalog.find(Resource(world.uri))[0].name == world.name


def test_a_broken_world_fails_the_list_unless_it_may_be_passed_over(folder):
    (folder / "broken.yaml").write_text("version: 9")
    catalog = WorldCatalog([folder])
    with pytest.raises(ControlError, match=r"broken\.yaml") as caught:
        catalog.available()
    assert caught.value.code == 101
    names = {world.name for world in catalog.available(continue_on_error=True)}
    assert "mine" in names
    assert "broken" not in names


def test_only_allowed_folders_are_looked_in(folder):
    catalog = WorldCatalog([folder])
    assert catalog.available(sources=[str(folder)])
    with pytest.raises(ControlError, match="may not be looked in, got '/etc'") as caught:
        catalog.available(sources=["/etc"])
    assert caught.value.code == ResultCode.OPERATION_FAILED
    assert catalog.available(sources=["/etc"], continue_on_error=True)
