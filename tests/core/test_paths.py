import os
from pathlib import Path

import pytest

from physai_sim.core import paths
from physai_sim.core.errors import UnknownNameError


@pytest.fixture
def add_root(tmp_path, monkeypatch):
    """`add_root("mine", "reach")`: a folder in $PHYSAI_PATH, after those that are there."""
    monkeypatch.delenv("PHYSAI_PATH", raising=False)

    def add(folder, *worlds):
        root = tmp_path / folder
        (root / "worlds").mkdir(parents=True)
        for world in worlds:
            (root / "worlds" / f"{world}.yaml").write_text("a: 1\n")
        old = os.environ.get("PHYSAI_PATH", "")
        monkeypatch.setenv("PHYSAI_PATH", old + os.pathsep + str(root))
        return root

    return add


def test_the_shipped_worlds_are_found_by_name():
    assert {"reach", "lane_curve"} <= paths.available("worlds").keys()
    assert paths.find("worlds", "reach").name == "reach.yaml"


def test_the_shipped_suites_are_found_by_name():
    assert {"driving", "manipulation", "smoke"} <= paths.available("suites").keys()
    with pytest.raises(UnknownNameError, match=r"unknown suite, got 'smok'.*did you mean 'smoke'"):
        paths.find("suites", "smok")


def test_the_users_path_comes_before_the_checkout(add_root):
    root = add_root("mine", "reach")
    assert paths.find("worlds", "reach") == root / "worlds" / "reach.yaml"
    assert paths.find("worlds", "lane_curve").parent != root / "worlds"


def test_the_first_folder_of_the_users_path_wins(add_root):
    first = add_root("first", "one")
    add_root("second", "one", "two")
    assert paths.find("worlds", "one") == first / "worlds" / "one.yaml"
    assert {"one", "two", "reach"} <= paths.available("worlds").keys()


def test_the_checkout_comes_before_the_ament_share_and_that_before_the_wheel(monkeypatch):
    monkeypatch.setenv("PHYSAI_PATH", "/mine")
    monkeypatch.setenv("AMENT_PREFIX_PATH", f"/ament{os.pathsep}/other")
    roots = list(paths.search_roots())
    checkout = Path(paths.__file__).parents[2]
    shares = [Path("/ament/share/physai_sim"), Path("/other/share/physai_sim")]
    assert roots[:4] == [Path("/mine"), checkout, *shares]
    assert roots[4].parts[-2:] == ("share", "physai_sim")


def test_an_unknown_world_lists_the_known_ones_and_the_closest():
    with pytest.raises(UnknownNameError) as caught:
        paths.find("worlds", "raech")
    text = str(caught.value)
    assert text.startswith("unknown world, got 'raech'")
    assert "did you mean 'reach'?" in text
    assert "lane_curve" in text.partition("known:")[2]


@pytest.mark.parametrize(
    "name", ["absent.yaml", "some/folder", "absent.yml", "/", "a\0/b", "/" + "a" * 9999]
)
def test_a_path_that_leads_nowhere_is_refused(name):
    with pytest.raises(UnknownNameError, match="no such world file"):
        paths.find("worlds", name)


def test_a_path_is_taken_as_it_is_given(tmp_path, monkeypatch):
    (tmp_path / "reach.yaml").write_text("a: 1\n")
    monkeypatch.chdir(tmp_path)
    assert paths.find("worlds", "reach.yaml") == tmp_path / "reach.yaml"
    assert paths.find("worlds", "./reach.yaml") == tmp_path / "reach.yaml"
    assert paths.find("worlds", "reach") != tmp_path / "reach.yaml"


def test_a_folder_that_does_not_exist_is_no_error(monkeypatch):
    monkeypatch.setenv("PHYSAI_PATH", f"/does/not/exist{os.pathsep}")
    assert "reach" in paths.available("worlds")
