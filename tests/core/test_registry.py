import importlib
from importlib.metadata import EntryPoint

import pytest

from physai_sim.core import registry
from physai_sim.core.errors import ConfigError, UnknownNameError

MEMBERS = [(family, name) for family in registry.FAMILIES for name in registry.names(family)]
GOOD = "class Mine:\n    '''Mine alone.\n\n    More.\n    '''\n"


@pytest.fixture
def add_points(monkeypatch):
    """`add_points("robots", walker="module:Class")`: entry points, as a wheel would bring them."""

    def add(family, **values):
        points = [EntryPoint(name, value, f"physai.{family}") for name, value in values.items()]
        monkeypatch.setattr(
            registry, "outside_points", lambda of: tuple(points) if of == family else ()
        )

    return add


@pytest.fixture
def user_file(tmp_path):
    def write(text):
        path = tmp_path / "mine.py"
        path.write_text(text)
        return path

    return write


@pytest.mark.parametrize(("family", "name"), MEMBERS)
def test_every_name_is_a_class_named_as_its_file(family, name):
    found = registry.find(family, name)
    assert found.__name__ == registry.class_name(name)
    assert found.__module__ == f"{registry.FAMILIES[family]}.{name}"
    assert registry.summary(family, name).endswith(".")


@pytest.mark.parametrize("family", registry.FAMILIES)
def test_every_family_has_members_and_its_base_is_none_of_them(family):
    assert registry.names(family)
    assert "base" not in registry.names(family)
    assert list(registry.names(family)) == sorted(registry.names(family))


@pytest.mark.parametrize(
    ("family", "got", "text"),
    [
        ("robots", "pandaa", "unknown robot, got 'pandaa'; did you mean 'panda'?"),
        ("sensors", "rgb_kamera", "unknown sensor, got 'rgb_kamera'; did you mean 'rgb_camera'?"),
        ("tasks", "reech", "unknown task, got 'reech'; did you mean 'reach'?"),
        ("policies", "expert_rech", "unknown policy, got 'expert_rech'; did you mean"),
        ("metrics", "comfrt", "unknown metric, got 'comfrt'; did you mean 'comfort'?"),
        ("benches", "stp", "unknown bench, got 'stp'; did you mean 'step'?"),
    ],
)
def test_an_unknown_name_suggests_the_closest(family, got, text):
    with pytest.raises(UnknownNameError) as caught:
        registry.find(family, got, where="w.yaml:3")
    assert str(caught.value).startswith(f"w.yaml:3: {text}")
    assert ", ".join(registry.names(family)) in str(caught.value)


@pytest.mark.parametrize("name", ["", "base", "__init__", "a.b", "../panda", "Panda", "assets"])
def test_only_member_files_are_names(name):
    with pytest.raises(UnknownNameError):
        registry.find("robots", name)


def test_an_unknown_family_names_the_known_ones():
    with pytest.raises(UnknownNameError, match="unknown family, got 'robot'; did you mean 'robot"):
        registry.names("robot")


def test_a_class_of_ones_own_file_is_found(user_file):
    path = user_file(GOOD)
    found = registry.find("policies", f"{path}:Mine")
    assert found.__name__ == "Mine"
    assert registry.summary("policies", f"{path}:Mine") == "Mine alone."


def test_a_relative_path_is_taken_from_where_one_stands(user_file, monkeypatch):
    monkeypatch.chdir(user_file(GOOD).parent)
    assert registry.find("policies", "mine.py:Mine").__name__ == "Mine"


def test_a_dataclass_in_ones_own_file_can_look_up_its_module(user_file):
    path = user_file(
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Mine:\n    a: int = 3\n"
    )
    assert registry.find("policies", f"{path}:Mine")().a == 3


def test_a_missing_file_is_told():
    with pytest.raises(UnknownNameError, match=r"^--policy: no such Python file, got '/no\.py'"):
        registry.find("policies", "/no.py:Mine", where="--policy")


def test_a_missing_class_names_those_of_the_file(user_file):
    path = user_file(GOOD + "Number = 3\n")
    with pytest.raises(UnknownNameError, match=r"no such class, got 'Mien'; did you mean 'Mine'"):
        registry.find("policies", f"{path}:Mien")
    with pytest.raises(UnknownNameError, match="no such class, got 'Number'"):
        registry.find("policies", f"{path}:Number")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("class Mine(:\n", "SyntaxError"),
        ("import no_such_module_at_all\n", "ModuleNotFoundError"),
        ("1 / 0\n", "ZeroDivisionError"),
        ("raise ValueError('two\\nlines')\n", "ValueError: two lines"),
    ],
)
def test_a_broken_file_is_refused_in_one_line_that_says_why(user_file, text, reason):
    path = user_file(text)
    with pytest.raises(ConfigError) as caught:
        registry.find("policies", f"{path}:Mine")
    assert reason in str(caught.value)
    assert str(path) in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_binary_file_is_refused(tmp_path):
    path = tmp_path / "mine.py"
    path.write_bytes(b"\x00\xff\xfe")
    with pytest.raises(ConfigError, match="fails to load"):
        registry.find("policies", f"{path}:Mine")


def test_an_entry_point_adds_a_name(add_points):
    add_points("robots", walker="physai_sim.robots.sedan:Sedan")
    assert "walker" in registry.names("robots")
    assert "walker" not in registry.names("sensors")
    assert registry.find("robots", "walker").__name__ == "Sedan"


@pytest.mark.parametrize("value", ["no_such_module_at_all:X", "physai_sim.robots.sedan:Nothing"])
def test_a_broken_entry_point_is_refused_by_name(add_points, value):
    add_points("robots", walker=value)
    with pytest.raises(ConfigError, match=r"^w\.yaml: the entry point .* fails to load"):
        registry.find("robots", "walker", where="w.yaml")


def test_an_entry_point_that_is_no_class_is_refused(add_points):
    add_points("robots", walker="math:pi")
    with pytest.raises(ConfigError, match="must define the class 'Walker'"):
        registry.find("robots", "walker")


def test_a_member_file_without_its_class_is_refused(monkeypatch):
    monkeypatch.delattr(importlib.import_module("physai_sim.robots.sedan"), "Sedan")
    with pytest.raises(ConfigError, match="the file of 'sedan' must define the class 'Sedan'"):
        registry.find("robots", "sedan")


def test_a_class_that_lacks_a_method_of_its_family_is_refused(user_file):
    path = user_file("from physai_sim.robots.base import Robot\nclass Mine(Robot): pass\n")
    with pytest.raises(ConfigError, match=r"mine\.py:Mine: the class lacks .*description, load"):
        registry.find("robots", f"{path}:Mine")
