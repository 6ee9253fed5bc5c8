"""Streams of ground truth come back to the bit, and a damaged file is refused in one line."""

import numpy as np
import pytest

from physai_sim.core.errors import DatasetError
from physai_sim.datasets.truth_streams import StreamInfo, StreamReader, StreamWriter, stream_file


@pytest.fixture
def depth(tmp_path):
    info = StreamInfo("front", "depth", "float32", (6, 8), "metres", {})
    return stream_file(tmp_path, "front", "depth", 3), info


def _pictures(count):
    rng = np.random.default_rng(0)
    found = rng.uniform(0.1, 9.0, (count, 6, 8)).astype(np.float32)
    found[:, 0, 0] = np.inf
    return found


def test_pictures_come_back_to_the_bit_with_their_stamps(depth):
    writer, pictures = StreamWriter(*depth), _pictures(40)
    for index, picture in enumerate(pictures):
        writer.add(index, index * 100_000_000, picture)
    writer.close(keep=True)
    reader = StreamReader(depth[0])
    assert reader.info == depth[1]
    assert len(reader) == 40
    rows = list(reader.rows())
    assert [(index, stamp) for index, stamp, _ in rows] == [(k, k * 10**8) for k in range(40)]
    assert np.array_equal(np.stack([picture for _, _, picture in rows]), pictures)


def test_nothing_has_a_name_before_it_is_whole(depth):
    writer = StreamWriter(*depth)
    writer.add(0, 0, _pictures(1)[0])
    assert not depth[0].exists()
    writer.close(keep=False)
    assert list(depth[0].parent.iterdir()) == []


def test_a_picture_of_another_shape_is_refused(depth):
    writer = StreamWriter(*depth)
    with pytest.raises(DatasetError, match="does not fit"):
        writer.add(0, 0, np.zeros((6, 9), np.float32))
    with pytest.raises(DatasetError, match="does not fit"):
        writer.add(0, 0, np.zeros((6, 8), np.float64))
    writer.close(keep=False)


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "flipped"])
def test_a_damaged_file_is_refused(damage, depth):
    writer = StreamWriter(*depth)
    for index, picture in enumerate(_pictures(40)):
        writer.add(index, index, picture)
    writer.close(keep=True)
    data = bytearray(depth[0].read_bytes())
    if damage == "missing":
        depth[0].unlink()
    elif damage == "flipped":
        data[len(data) // 2] ^= 0xFF
        depth[0].write_bytes(data)
    else:
        depth[0].write_bytes(b"" if damage == "empty" else data[: len(data) // 2])
    with pytest.raises(DatasetError):
        list(StreamReader(depth[0]).rows())
