import json
import os

import pytest

from physai_sim.core.errors import MachineError, OutputError
from physai_sim.core.output import (
    MARK,
    prepare_folder,
    require_same_request,
    require_usable,
    write_json,
    write_text,
)


@pytest.fixture
def earlier_run(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / MARK).write_text("{}")
    (folder / "old.txt").write_text("old")
    return folder


@pytest.mark.parametrize("mode", ["new", "overwrite", "resume"])
def test_a_new_folder_is_made_with_its_parents(tmp_path, mode):
    prepare_folder(tmp_path / "a" / "b", mode)
    assert list((tmp_path / "a" / "b").iterdir()) == []


@pytest.mark.parametrize("mode", ["new", "overwrite", "resume"])
def test_an_empty_folder_is_taken(tmp_path, mode):
    prepare_folder(tmp_path, mode)


def test_a_filled_folder_is_refused_with_the_ways_out(earlier_run):
    with pytest.raises(OutputError, match=r"not empty.*--resume or --overwrite") as caught:
        prepare_folder(earlier_run, "new")
    assert str(earlier_run) in str(caught.value)
    assert (earlier_run / "old.txt").read_text() == "old"


def test_overwriting_empties_what_an_earlier_run_made(earlier_run):
    prepare_folder(earlier_run, "overwrite")
    assert list(earlier_run.iterdir()) == []


def test_resuming_keeps_what_is_there(earlier_run):
    prepare_folder(earlier_run, "resume")
    assert (earlier_run / "old.txt").read_text() == "old"


@pytest.mark.parametrize("mode", ["new", "overwrite", "resume"])
def test_a_folder_that_no_run_made_is_left_alone(tmp_path, mode):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(OutputError):
        prepare_folder(tmp_path, mode)
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


@pytest.mark.parametrize("mode", ["new", "overwrite", "resume"])
def test_a_file_in_place_of_the_folder_or_its_parent_is_refused(tmp_path, mode):
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(OutputError, match="not a folder"):
        prepare_folder(file, mode)
    with pytest.raises(OutputError, match="cannot be used"):
        prepare_folder(file / "inner", mode)
    assert file.read_text() == "x"


@pytest.mark.parametrize("read", [".", "episode_000", "episode_000/bag_0.mcap", "../run/x"])
def test_a_folder_that_holds_what_is_read_is_not_overwritten(earlier_run, read):
    with pytest.raises(OutputError, match="would delete what is to be read"):
        prepare_folder(earlier_run, "overwrite", inputs=[earlier_run / read])
    assert (earlier_run / "old.txt").exists()
    prepare_folder(earlier_run, "overwrite", inputs=[earlier_run.parent / "running" / "bag"])
    assert not (earlier_run / "old.txt").exists()


@pytest.mark.parametrize("mode", ["new", "overwrite", "resume"])
def test_a_name_that_is_too_long_is_one_line(tmp_path, mode):
    with pytest.raises(OutputError, match="File name too long"):
        prepare_folder(tmp_path / ("x" * 300), mode)


def test_a_link_to_an_earlier_run_is_not_overwritten_in_silence(earlier_run, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(earlier_run)
    with pytest.raises(OutputError) as caught:
        prepare_folder(link, "overwrite")
    assert "None" not in str(caught.value)
    assert (earlier_run / "old.txt").exists()


def test_a_file_is_written_whole_and_leaves_no_part(tmp_path):
    write_text(tmp_path / "a.txt", "é")
    write_text(tmp_path / "a.txt", "second")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_when_the_disk_is_full_the_older_file_stays(tmp_path, monkeypatch):
    write_text(tmp_path / "a.txt", "first")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(MachineError, match="No space left on device"):
        write_text(tmp_path / "a.txt", "second")
    assert (tmp_path / "a.txt").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(MachineError, match="cannot be written"):
        write_text(tmp_path / "absent" / "a.txt", "x")


def test_json_is_readable_and_never_holds_nan(tmp_path):
    path = tmp_path / "a.json"
    write_json(path, {"a": [1, None]})
    assert json.loads(path.read_text()) == {"a": [1, None]}
    assert path.read_text().endswith("}\n")
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(path, {"a": float("nan")})
    assert json.loads(path.read_text()) == {"a": [1, None]}


def test_what_was_asked_for_otherwise_is_not_gone_on_with(tmp_path):
    require_same_request(tmp_path, "abc", expected="the same")  # nothing is there yet
    (tmp_path / "run.json").write_text('{"request_sha256": "abc"}')
    require_same_request(tmp_path, "abc", expected="the same")
    for other in ('{"request_sha256": "abd"}', "{", "[]", "{}"):
        (tmp_path / "run.json").write_text(other)
        with pytest.raises(OutputError, match="asked for otherwise"):
            require_same_request(tmp_path, "abc", expected="the same")


def test_whether_a_folder_can_be_used_is_told_without_touching_it(tmp_path):
    folder = tmp_path / "out"
    require_usable(folder, "new")
    assert not folder.exists()
    folder.mkdir()
    (folder / "run.json").write_text("{}")
    require_usable(folder, "overwrite")
    assert (folder / "run.json").is_file()
    with pytest.raises(OutputError, match="not empty"):
        require_usable(folder, "new")
