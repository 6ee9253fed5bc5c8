from importlib import metadata
from types import SimpleNamespace

import pytest

from physai_sim.rosless.interfaces import sources
from physai_sim.rosless.interfaces.sources import Folder, Texts, as_sources, prefix_sources


@pytest.fixture(name="share")
def _share(tmp_path):
    folder = tmp_path / "share/my_msgs/msg"
    folder.mkdir(parents=True)
    (folder / "X.msg").write_text("bool a\n", encoding="utf-8")
    return tmp_path / "share"


def test_a_folder_gives_what_ament_installs(share):
    folder = Folder(share)
    assert folder.text("my_msgs/msg/X") == "bool a\n"
    assert list(folder.names()) == list(folder.names("my_msgs")) == ["my_msgs/msg/X"]
    assert list(folder.names("other")) == []


@pytest.mark.parametrize("name", ["my_msgs/msg/Y", "../share/my_msgs/X", "my_msgs/msg/../msg/X"])
def test_a_folder_gives_nothing_outside_itself(share, name):
    assert Folder(share).text(name) is None
    assert list(Folder(share).names("../share/my_msgs")) == []


def test_a_huge_file_is_refused(share):
    (share / "my_msgs/msg/X.msg").write_bytes(b"#" * (sources.MAX_BYTES + 1))
    with pytest.raises(ValueError, match=r"X\.msg: definition larger than"):
        Folder(share).text("my_msgs/msg/X")


def test_texts_give_one_package_or_all():
    texts = Texts({"a/msg/X": "", "b/msg/Y": ""})
    assert list(texts.names()) == ["a/msg/X", "b/msg/Y"]
    assert list(texts.names("b")) == ["b/msg/Y"]


def test_the_first_prefix_has_the_last_word(monkeypatch, tmp_path):
    monkeypatch.setenv("AMENT_PREFIX_PATH", f"{tmp_path / 'one'}:{tmp_path / 'two'}")
    assert prefix_sources() == [Folder(tmp_path / "two/share"), Folder(tmp_path / "one/share")]
    monkeypatch.delenv("AMENT_PREFIX_PATH")
    assert prefix_sources() == []


def test_an_entry_point_holds_texts_or_paths(monkeypatch, share):
    given = SimpleNamespace(name="mine", load=lambda: [share, {"a/msg/X": "bool b"}])
    monkeypatch.setattr(metadata, "entry_points", lambda *, group: [given])
    folder, texts = sources.entry_point_sources.__wrapped__()
    assert folder.text("my_msgs/msg/X") == "bool a\n"
    assert texts.text("a/msg/X") == "bool b"


def test_an_entry_point_of_another_type_is_named():
    with pytest.raises(TypeError, match="entry point 'mine': got int"):
        as_sources(3, where="entry point 'mine'")
