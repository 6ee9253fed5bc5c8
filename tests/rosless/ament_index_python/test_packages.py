import sys

import ament_index_python
import pytest
from ament_index_python.packages import (
    PackageNotFoundError,
    get_package_prefix,
    get_package_share_directory,
    get_package_share_path,
    get_packages_with_prefixes,
    register_share,
)


def _install(prefix, *packages):
    for package in packages:
        marker = prefix / "share/ament_index/resource_index/packages" / package
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()
        (prefix / "share" / package).mkdir(parents=True, exist_ok=True)
    return prefix


@pytest.fixture(name="prefixes")
def _prefixes(tmp_path, monkeypatch):
    first = _install(tmp_path / "overlay", "mine")
    second = _install(tmp_path / "underlay", "mine", "theirs")
    monkeypatch.setenv("AMENT_PREFIX_PATH", f"{first}:{tmp_path / 'gone'}:{second}")
    return first, second


@pytest.fixture(name="registry")
def _registry(monkeypatch):
    shares = {}
    monkeypatch.setattr("ament_index_python.packages._SHARES", shares)
    return shares


def test_the_first_prefix_of_the_path_wins(prefixes):
    first, second = prefixes
    assert get_package_prefix("mine") == str(first)
    assert get_package_share_directory("theirs") == str(second / "share/theirs")
    assert get_package_share_path("theirs") == second / "share/theirs"
    found = get_packages_with_prefixes()
    assert {found["mine"], found["theirs"]} == {str(first), str(second)}


def test_a_package_that_is_nowhere_is_named_with_where_it_was_looked_for(prefixes):
    with pytest.raises(PackageNotFoundError, match=r"package 'absent' not found.*underlay"):
        get_package_share_directory("absent")


@pytest.mark.parametrize("name", ["", "a", "../etc", "with space", "-x"])
def test_a_name_that_cannot_be_a_packages_is_refused(name):
    with pytest.raises(ValueError, match="not a valid package name"):
        get_package_prefix(name)


def test_a_share_folder_that_is_missing_is_warned_of(prefixes):
    (prefixes[1] / "share/theirs").rmdir()
    with pytest.warns(UserWarning, match="theirs.*does not exist"):
        get_package_share_directory("theirs")
    assert get_package_share_directory("theirs", print_warning=False)


def test_without_a_path_the_prefix_of_this_python_is_searched(tmp_path, monkeypatch):
    monkeypatch.delenv("AMENT_PREFIX_PATH", raising=False)
    monkeypatch.setattr(sys, "prefix", str(_install(tmp_path, "wheel_package")))
    assert get_package_prefix("wheel_package") == str(tmp_path)


def test_what_pip_installed_is_found_beside_other_workspaces(prefixes, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(_install(tmp_path / "venv", "wheel_package", "mine")))
    assert get_package_prefix("wheel_package") == str(tmp_path / "venv")
    assert get_package_prefix("mine") == str(prefixes[0])
    assert ament_index_python.get_search_paths() == [str(prefix) for prefix in prefixes]


def test_a_registered_source_tree_wins_and_is_its_own_prefix(prefixes, registry, tmp_path):
    tree = tmp_path / "checkout"
    tree.mkdir()
    register_share("mine", tree)
    assert get_package_share_directory("mine") == str(tree)
    assert get_package_prefix("mine") == str(tree)
    assert get_packages_with_prefixes()["mine"] == str(tree)
    assert set(registry) == {"mine"}


def test_a_registered_share_that_is_installed_has_the_prefix_it_lies_in(prefixes, registry):
    register_share("mine", prefixes[1] / "share/mine")
    assert get_package_prefix("mine") == str(prefixes[1])


def test_a_folder_that_does_not_exist_is_not_registered(registry, tmp_path):
    with pytest.raises(NotADirectoryError, match="nowhere"):
        register_share("mine", tmp_path / "nowhere")
    assert registry == {}
