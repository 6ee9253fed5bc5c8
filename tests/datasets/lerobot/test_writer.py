"""A dataset through all its states: written, published, gone on with, cut off anywhere."""

import json
import shutil

import numpy as np
import pyarrow.parquet as pq
import pytest

from physai_sim.core.errors import DatasetError
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.datasets.lerobot.writer import DatasetWriter

CAMERA = "observation.images.front"


def files(folder):
    return {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}


def psnr(a, b):
    return 10 * np.log10(255**2 / np.mean((a.astype(float) - b) ** 2))


def test_the_files_are_those_of_the_format(written):
    assert set(files(written)) == {
        "meta/info.json",
        "meta/stats.json",
        "meta/tasks.parquet",
        "meta/episodes/chunk-000/file-000.parquet",
        "data/chunk-000/file-000.parquet",
        f"videos/{CAMERA}/chunk-000/file-000.mp4",
    }
    data = pq.ParquetFile(written / "data/chunk-000/file-000.parquet")
    assert data.num_row_groups == 3


def test_info_says_what_is_there(written):
    info = json.loads((written / "meta/info.json").read_text())
    assert (info["codebase_version"], info["fps"], info["robot_type"]) == ("v3.0", 15, "sedan")
    assert (info["total_episodes"], info["total_frames"], info["total_tasks"]) == (3, 18, 1)
    assert info["splits"] == {"train": "0:3"}
    assert info["features"]["action"]["names"] == ["steer_rad", "v_mps"]
    assert info["features"]["observation.state"]["shape"] == [4]
    assert info["features"]["observation.environment_state"]["names"] == ["goal.0", "goal.1"]
    assert info["features"][CAMERA]["shape"] == [48, 64, 3]
    assert not any("depth" in key for key in info["features"])


def test_row_k_is_the_observation_at_stamp_k_with_its_action_and_what_came_of_it(written):
    rows = LeRobotDataset(written).columns(1)
    k = np.arange(6)
    assert np.array_equal(rows["observation.state"][:, :2], np.column_stack([k * 0 + 1, k]))
    assert np.array_equal(rows["action"], np.column_stack([k * 0 + 1, k / 8]).astype(np.float32))
    assert np.array_equal(rows["observation.environment_state"][:, 0], k)
    assert np.array_equal(rows["next.reward"], ((k + 1) / 10).astype(np.float32))
    assert np.array_equal(rows["next.success"], k == 2)
    assert np.array_equal(rows["next.done"], k == 5)
    assert np.array_equal(rows["timestamp"], (k / 15).astype(np.float32))
    assert np.array_equal(rows["index"], k + 5)


def test_frames_are_those_of_their_rows(written, source_frame):
    dataset = LeRobotDataset(written)
    for episode in range(3):
        for index in range(5 + episode):
            seen = dataset.frame(episode, index, CAMERA)
            assert psnr(seen, source_frame(episode, index)) > 30
        assert len(list(dataset.frames(episode, CAMERA))) == 5 + episode


def test_going_on_gives_the_dataset_that_one_go_gives(written, tmp_path, spec, feed):
    earlier = {name: path.read_bytes() for name, path in files(written).items()}
    other = DatasetWriter(tmp_path / "other")
    for index in range(3):
        with other.record(index, spec) as recorder:
            feed(recorder, index, steps=5 + index)
        other.publish()
    again = {name: path.read_bytes() for name, path in files(other.folder).items()}
    assert again == earlier


@pytest.mark.parametrize("reason", ["interrupted", "error"])
def test_an_episode_that_is_cut_short_leaves_nothing(tmp_path, spec, feed, reason):
    writer = DatasetWriter(tmp_path / "dataset")
    try:
        with writer.record(0, spec) as recorder:
            feed(recorder, 0, reason="interrupted" if reason == "interrupted" else "success")
            if reason == "error":
                raise RuntimeError
    except RuntimeError:
        pass
    assert not files(tmp_path)
    assert not writer.publish()


def test_whole_episodes_survive_a_crash_and_the_open_one_does_not(tmp_path, spec, feed):
    writer = DatasetWriter(tmp_path / "dataset")
    with writer.record(0, spec) as recorder:
        feed(recorder, 0)
    feed(writer.record(1, spec), 1)  # never closed: the process was killed
    (tmp_path / "dataset/meta").mkdir()  # and had begun to publish
    (tmp_path / "dataset/meta/stats.json").write_text("{")
    with pytest.raises(DatasetError, match="not finished"):
        LeRobotDataset(tmp_path / "dataset")
    again = DatasetWriter(tmp_path / "dataset")
    assert again.provenance(0)["seed"] == 0
    assert again.provenance(1) is None
    assert again.publish()
    assert len(LeRobotDataset(tmp_path / "dataset")) == 1


def test_parts_left_by_a_crash_right_after_publishing_are_cleared(written):
    (written / ".parts/episode_000000").mkdir(parents=True)
    assert DatasetWriter(written).is_published
    assert not (written / ".parts").exists()


def test_a_gap_between_episodes_is_not_published(tmp_path, spec, feed):
    writer = DatasetWriter(tmp_path / "dataset")
    with writer.record(1, spec) as recorder:
        feed(recorder, 1)
    with pytest.raises(DatasetError, match="missing"):
        writer.publish()


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(DatasetError, match="no dataset of ours"):
        DatasetWriter(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_stamp_that_is_left_out_is_refused(tmp_path, spec, feed):
    recorder = DatasetWriter(tmp_path / "dataset").record(0, spec)
    with pytest.raises(DatasetError, match="an action is missing"):
        recorder.action(1_000_000, np.zeros(2))
    recorder.close(keep=False)


@pytest.mark.parametrize("lost", ["data", "videos", "meta/episodes"])
def test_a_dataset_that_lost_a_folder_is_refused(written, lost):
    shutil.rmtree(written / lost)

    def read():
        dataset = LeRobotDataset(written)
        return dataset.columns(0), list(dataset.frames(0, CAMERA))

    with pytest.raises(DatasetError):
        read()
