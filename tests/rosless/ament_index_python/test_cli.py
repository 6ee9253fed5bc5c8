import argparse

import pytest
from ament_index_python.cli import main, resource_name_completer, resource_type_completer


@pytest.fixture(autouse=True, name="prefix")
def _prefix(tmp_path, monkeypatch):
    for name, content in (("drive", "wheels\n"), ("fly", "")):
        path = tmp_path / "share/ament_index/resource_index/plugins" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path))
    return str(tmp_path)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ([], "plugins\n"),
        (["plugins"], "drive\t{prefix}\nfly\t{prefix}\n"),
        (["plugins", "fly"], "{prefix}\n"),
        (["plugins", "drive"], "{prefix}\n<<<\nwheels\n\n>>>\n"),
    ],
)
def test_it_shows_types_resources_and_one_resource(words, shown, prefix, capsys):
    assert main(words) is None
    assert capsys.readouterr().out == shown.format(prefix=prefix)


def test_what_is_not_there_is_said(capsys):
    assert "'swim' of type 'plugins'" in main(["plugins", "swim"])
    assert capsys.readouterr().out == ""


def test_names_are_completed():
    assert resource_type_completer("plug") == ["plugins"]
    options = argparse.Namespace(resource_type="plugins")
    assert resource_name_completer("d", parsed_args=options) == ["drive"]
    assert resource_name_completer("d", parsed_args=argparse.Namespace()) == []
