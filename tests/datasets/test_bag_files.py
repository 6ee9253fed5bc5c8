import os
from pathlib import Path

import pytest
import zstandard

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_files import PlainFiles, bag_files


def touched(folder, *names):
    for name in names:
        (folder / name).write_bytes(zstandard.compress(name.encode()))
    return folder


def names(folder):
    return [file.path.name for file in bag_files(folder)]


def test_files_come_in_the_order_of_their_numbers(tmp_path):
    touched(tmp_path, "a_10.mcap", "a_9.mcap", "metadata.yaml", "notes.txt", ".a_1.mcap")
    assert names(tmp_path) == ["a_9.mcap", "a_10.mcap"]


def test_compressed_files_are_files_of_what_they_hold(tmp_path):
    touched(tmp_path, "a_0.db3.zstd", "a_1.db3.zstd")
    assert [(f.storage, f.is_compressed) for f in bag_files(tmp_path)] == [("sqlite3", True)] * 2


def test_of_a_file_beside_its_compressed_self_the_plain_one_counts(tmp_path):
    touched(tmp_path, "a_0.mcap", "a_0.mcap.zstd", "a_1.mcap.zstd")
    assert names(tmp_path) == ["a_0.mcap", "a_1.mcap.zstd"]


def test_a_single_file_is_a_bag_whatever_its_name(tmp_path):
    touched(tmp_path, "recording", "a.db3")
    assert bag_files(tmp_path / "recording")[0].storage == "mcap"
    assert bag_files(tmp_path / "a.db3")[0].storage == "sqlite3"


def test_where_there_is_nothing_it_is_said(tmp_path):
    with pytest.raises(BagError, match="holds no bag"):
        bag_files(tmp_path)
    with pytest.raises(BagError, match="does not exist"):
        bag_files(tmp_path / "none")


def test_what_is_decompressed_is_gone_when_it_is_closed(tmp_path):
    touched(tmp_path, "a_0.mcap.zstd", "a_1.mcap.zstd")
    with PlainFiles(bag_files(tmp_path)) as files:
        first, second = files.all()
        assert first.read_bytes() == b"a_0.mcap.zstd"
        assert first.name == "a_0.mcap"
    assert not first.exists()
    assert not second.parent.exists()


def test_a_borrowed_file_is_there_while_it_is_borrowed(tmp_path):
    touched(tmp_path, "a_0.mcap.zstd")
    with PlainFiles(bag_files(tmp_path)) as files:
        with files.borrowed(files.files[0]) as path:
            assert path.exists()
        assert not path.exists()


def test_a_plain_file_is_used_where_it_is(tmp_path):
    touched(tmp_path, "a_0.mcap")
    with PlainFiles(bag_files(tmp_path)) as files, files.borrowed(files.files[0]) as path:
        assert path == tmp_path / "a_0.mcap"
    assert path.exists()


def test_a_pipe_or_a_device_is_no_bag(tmp_path):
    pipe = tmp_path / "bag.mcap"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(BagError, match="neither a file nor a folder"):
            bag_files(path)


def test_a_name_that_is_too_long_is_one_line():
    with pytest.raises(BagError, match="File name too long"):
        bag_files(Path("x" * 300))
