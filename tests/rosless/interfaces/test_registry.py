import importlib

import pytest

from physai_sim.rosless.interfaces import get_class, names, register, registry


@pytest.fixture(name="prefix")
def _prefix(tmp_path, monkeypatch):
    """A workspace with an interface package that nothing has asked for yet."""
    for kind, text in (("msg", "int8 a 4\n"), ("srv", "---\nOne one\n"), ("action", "---\n---\n")):
        folder = tmp_path / "share/found_msgs" / kind
        folder.mkdir(parents=True)
        (folder / f"One.{kind}").write_text(text, encoding="utf-8")
    monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path))
    return tmp_path


def test_packages_of_a_workspace_are_found_when_asked_for(prefix):
    assert names()["found_msgs"] == [f"found_msgs/{k}/One" for k in ("action", "msg", "srv")]
    module = importlib.import_module("found_msgs.srv")
    assert module.One.Response().one.a == 4
    assert registry.path_of("found_msgs/msg/One") == prefix / "share/found_msgs/msg/One.msg"
    assert registry.prefix_of("found_msgs") == str(prefix)


def test_registered_definitions_are_found():
    register({"given_msgs/msg/Two": "std_msgs/String[2] texts\n"})
    assert [text.data for text in get_class("given_msgs/msg/Two")().texts] == ["", ""]
    register({"given_msgs/msg/Two": "std_msgs/String[2] texts  # the same\n"})
    with pytest.raises(ValueError, match="given_msgs/msg/Two: another definition"):
        register({"given_msgs/msg/Two": "bool other\n"})


def test_a_bad_definition_registers_nothing():
    with pytest.raises(ValueError, match="cannot read"):
        register({"bad_msgs/msg/A": "bool a\n", "bad_msgs/msg/B": "bool\n"})
    assert "bad_msgs" not in names()


def test_an_unknown_name_suggests_the_closest():
    with pytest.raises(LookupError, match="did you mean 'sensor_msgs/msg/Image'"):
        get_class("sensor_msgs/msg/Imge")
    with pytest.raises(LookupError, match="there is no package 'nowhere_at_all'"):
        get_class("nowhere_at_all/msg/Qqqqqqqq")


def test_shipped_files_hide_what_rosbags_has():
    fields = registry.struct_of("geometry_msgs/msg/Quaternion").fields
    assert [field.default for field in fields] == [0.0, 0.0, 0.0, 1.0]
