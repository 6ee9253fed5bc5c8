import pytest
from ament_index_python import (
    InvalidResourceNameError,
    InvalidResourceTypeNameError,
    get_resource,
    get_resource_types,
    get_resources,
    has_resource,
)


@pytest.fixture(autouse=True, name="prefixes")
def _prefixes(tmp_path, monkeypatch):
    entries = (("one", "plugins", "drive"), ("two", "plugins", "drive"), ("two", "types", "map"))
    for prefix, kind, name in entries:
        path = tmp_path / prefix / "share/ament_index/resource_index" / kind / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{prefix} {name}\n", encoding="utf-8")
    (path.parent / ".hidden").touch()
    (path.parent / "folder").mkdir()
    monkeypatch.setenv("AMENT_PREFIX_PATH", f"{tmp_path / 'one'}:{tmp_path / 'two'}")
    return str(tmp_path / "one"), str(tmp_path / "two")


def test_a_resource_is_its_content_and_its_prefix(prefixes):
    assert get_resource("plugins", "drive") == ("one drive\n", prefixes[0])
    assert get_resource("types", "map") == ("two map\n", prefixes[1])


def test_what_is_not_there_cannot_be_found():
    assert has_resource("plugins", "fly") is False
    with pytest.raises(LookupError, match="'fly' of type 'plugins'"):
        get_resource("plugins", "fly")
    assert get_resources("nothing") == {}


def test_resources_are_listed_without_folders_and_hidden_files(prefixes):
    assert get_resources("types") == {"map": prefixes[1]}
    assert {"plugins", "types"} <= get_resource_types()
    assert has_resource("types", "map") == prefixes[1]


@pytest.mark.parametrize("name", ["../packages", "a\\b", ".."])
def test_names_cannot_leave_the_index(name):
    with pytest.raises(InvalidResourceTypeNameError):
        get_resources(name)
    with pytest.raises(InvalidResourceNameError):
        get_resource("types", name)


def test_an_empty_name_is_refused():
    with pytest.raises(AssertionError, match="empty"):
        has_resource("types", "")
