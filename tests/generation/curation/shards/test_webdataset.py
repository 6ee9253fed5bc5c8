import tarfile

import pytest

from physai_sim.generation.curation.shards.webdataset import key_of, write_webdataset


@pytest.fixture
def kept(decision, tmp_path):
    rows = []
    for name in ("a", "b.c"):
        place = tmp_path / name
        (place / "truth").mkdir(parents=True)
        (place / "vision.mp4").write_bytes(name.encode() * 100)
        (place / "truth/view.depth.parquet").write_bytes(b"depth")
        rows.append((decision(name), place))
    return rows


def _content(path):
    with tarfile.open(path) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar}


def test_files_of_a_rollout_share_a_key_and_read_back(kept, tmp_path):
    assert write_webdataset(kept, tmp_path / "out") == 1
    found = _content(tmp_path / "out/shard-000000.tar")
    assert list(found) == [
        *("a.curation.json", "a.truth.view.depth.parquet", "a.vision.mp4"),
        *("b~c.curation.json", "b~c.truth.view.depth.parquet", "b~c.vision.mp4"),
    ]
    assert found["a.vision.mp4"] == b"a" * 100


def test_shards_end_before_their_limit_and_split_no_rollout(kept, tmp_path):
    assert write_webdataset(kept, tmp_path / "out", limit_bytes=200) == 2
    assert {name[0] for name in _content(tmp_path / "out/shard-000001.tar")} == {"b"}


def test_nothing_of_the_clock_or_the_machine_is_in_them(kept, tmp_path):
    write_webdataset(kept, tmp_path / "out")
    with tarfile.open(tmp_path / "out/shard-000000.tar") as tar:
        assert {(one.mtime, one.uid, one.uname, one.mode) for one in tar} == {(0, 0, "", 0o644)}


def test_keys_have_no_dots():
    assert key_of("b.c") == "b~c"


def test_nothing_is_no_shard(tmp_path):
    assert write_webdataset([], tmp_path / "out") == 0
