import shutil

import pytest
import zstandard

from physai_sim.core.errors import BagError
from physai_sim.datasets import bag_compression
from physai_sim.datasets.bag_compression import (
    DecompressionError,
    decompress_file,
    decompressed,
    decompressed_start,
    is_compressed,
    plain_message,
)

CDR = b"\x00\x01\x00\x00" + bytes(range(200)) * 50


def packed(data=CDR, **options):
    return zstandard.ZstdCompressor(**options).compress(data)


def test_a_compressed_message_is_told_from_a_plain_one():
    assert is_compressed(packed())
    assert not is_compressed(CDR)
    assert not is_compressed(b"")


@pytest.mark.parametrize("sized", [True, False])
def test_a_message_comes_back_as_it_was(sized):
    data = packed(write_content_size=sized)
    assert decompressed(data) == plain_message(data, "/a") == CDR
    assert decompressed_start(data, 12) == CDR[:12]
    assert plain_message(CDR, "/a") == CDR


def test_a_message_larger_than_the_limit_is_refused_before_memory_is_taken():
    bomb = packed(bytes(2**24))
    assert len(bomb) < 2**12
    with pytest.raises(DecompressionError, match="over 1000 bytes"):
        decompressed(bomb, 1000)


@pytest.mark.parametrize("damage", [packed()[:4], packed()[:4] + b"\xff" * 40, packed()[:-9]])
def test_a_damaged_message_is_one_line(damage):
    with pytest.raises(BagError, match=r"/a: a message cannot be read: it (does not|is cut off)"):
        plain_message(damage, "/a")


def test_a_file_comes_back_as_it_was(tmp_path):
    source, target = tmp_path / "a.zstd", tmp_path / "a"
    source.write_bytes(packed() + packed(b"second frame"))
    decompress_file(source, target)
    assert target.read_bytes() == CDR + b"second frame"


def test_of_a_file_that_is_cut_off_what_is_whole_comes_out(tmp_path):
    source, target = tmp_path / "a.zstd", tmp_path / "a"
    source.write_bytes(packed() + packed(CDR * 100)[:100])
    decompress_file(source, target)
    assert target.read_bytes().startswith(CDR)


def test_a_file_over_the_limit_is_refused_and_the_limit_is_told(tmp_path):
    source, target = tmp_path / "a.zstd", tmp_path / "a"
    source.write_bytes(packed(bytes(2**22)))
    with pytest.raises(BagError, match=r"too large; expected <= 2097152 bytes decompressed"):
        decompress_file(source, target, limit=2**21)
    assert target.stat().st_size <= 2**21


def test_a_file_for_which_there_is_no_room_is_refused(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=bag_compression._SPARE_BYTES + 1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    source = tmp_path / "a.zstd"
    source.write_bytes(packed(bytes(2**22)))
    with pytest.raises(BagError, match=r"no room to decompress it .*expected <= 1000 bytes"):
        decompress_file(source, tmp_path / "a")


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(BagError, match="no such file"):
        decompress_file(tmp_path / "a.zstd", tmp_path / "a")
