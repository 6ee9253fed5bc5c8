"""Planted damage: each file of a dataset missing, empty, cut off or overwritten."""

import shutil

import numpy as np
import pyarrow.parquet as pq
import pytest

from physai_sim.core.errors import DatasetError
from physai_sim.datasets.lerobot.parts import whole_parts
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.datasets.lerobot.whole import require_whole, require_whole_part
from physai_sim.datasets.lerobot.writer import DatasetWriter

CAMERA = "observation.images.front"
FILES = (
    "meta/info.json",
    "meta/stats.json",
    "meta/tasks.parquet",
    "meta/episodes/chunk-000/file-000.parquet",
    "data/chunk-000/file-000.parquet",
    f"videos/{CAMERA}/chunk-000/file-000.mp4",
)
DAMAGES = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3]),
    "something else": lambda path: path.write_bytes(b"\x00\xff" * 400),
    "another JSON": lambda path: path.write_text("[]"),
}


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_a_published_dataset_that_is_damaged_is_refused_and_left_as_it_is(written, name, damage):
    if (name, damage) == ("meta/stats.json", "another JSON"):
        return  # nothing that is read back
    DAMAGES[damage](written / name)
    before = contents(written)
    with pytest.raises(DatasetError) as refused:
        require_whole(LeRobotDataset(written))
    assert "\n" not in str(refused.value)
    with pytest.raises(DatasetError):
        DatasetWriter(written)
    assert contents(written) == before


def test_a_flipped_byte_in_the_numbers_is_noticed(written):
    path = written / "data/chunk-000/file-000.parquet"
    column = pq.read_metadata(path).row_group(0).column(0)
    pages = bytearray(path.read_bytes())
    pages[column.dictionary_page_offset + column.total_compressed_size - 1] ^= 4
    path.write_bytes(pages)
    with pytest.raises(DatasetError, match="cannot be read"):
        LeRobotDataset(written).columns(0)


def test_files_of_another_dataset_are_refused(written, tmp_path, spec, feed):
    other = DatasetWriter(tmp_path / "other")
    for index in range(3):
        with other.record(index, spec) as recorder:
            feed(recorder, index, steps=4 + index)
    assert other.publish()
    for name in FILES[-2:]:
        mine = (written / name).read_bytes()
        shutil.copy(other.folder / name, written / name)
        with pytest.raises(DatasetError, match="another length, got 15; expected 18"):
            require_whole(LeRobotDataset(written))
        (written / name).write_bytes(mine)
    require_whole(LeRobotDataset(written))


@pytest.fixture(name="stopped")
def _stopped(tmp_path, spec, feed):
    """The writer of a recording that was killed in its third episode, and the parts' folder."""
    writer = DatasetWriter(tmp_path / "stopped")
    for index in range(2):
        with writer.record(index, spec) as recorder:
            feed(recorder, index, steps=5 + index)
    feed(writer.record(2, spec), 2, steps=7)  # never closed
    return writer, writer.folder / ".parts"


@pytest.mark.parametrize("damage", ["missing", "empty", "cut off", "something else"])
@pytest.mark.parametrize("name", ["rows.parquet", f"{CAMERA}.mp4", "episode.json"])
def test_a_damaged_episode_is_recorded_anew_and_the_others_are_kept(
    stopped, spec, feed, written, name, damage
):
    writer, parts = stopped
    DAMAGES[damage](parts / "episode_000001" / name)
    kept = contents(parts / "episode_000000")
    again = DatasetWriter(writer.folder)
    assert not list(parts.glob(".*")), "what was left unfinished is gone"
    assert [again.provenance(index) is not None for index in range(3)] == [True, False, False]
    with pytest.raises(DatasetError):
        again.publish()
    assert contents(parts / "episode_000000") == kept
    for index in (1, 2):
        with again.record(index, spec) as recorder:
            feed(recorder, index, steps=5 + index)
    assert again.publish()
    whole = contents(written)
    found = {path.relative_to(again.folder): data for path, data in contents(again.folder).items()}
    assert found == {path.relative_to(written): data for path, data in whole.items()}


def test_an_episode_with_a_row_or_a_frame_too_few_is_refused(stopped, tmp_path):
    _, parts = stopped
    first, second = whole_parts(parts)
    require_whole_part(first)
    for name in ("rows.parquet", f"{CAMERA}.mp4"):
        shutil.copy(second.folder / name, tmp_path / "kept")
        shutil.copy(first.folder / name, second.folder / name)
        with pytest.raises(DatasetError, match="another length, got 5; expected 6"):
            require_whole_part(second)
        shutil.copy(tmp_path / "kept", second.folder / name)
    require_whole_part(second)


def test_a_dataset_of_others_is_not_gone_on_with(written):
    path = written / FILES[3]
    pq.write_table(pq.read_table(path).drop_columns(["physai/provenance"]), path)
    assert np.shape(LeRobotDataset(written).columns(0)["action"]) == (5, 2)
    with pytest.raises(DatasetError, match="physai/provenance"):
        DatasetWriter(written).provenance(0)
