"""`physai record --resume` on a folder in which something was damaged: nothing is lost."""

import pytest

from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.datasets.lerobot.writer import DatasetWriter

VIDEO = "videos/observation.images.front_camera/chunk-000/file-000.mp4"


@pytest.fixture(name="words")
def _words(short, policy_file, tmp_path):
    settings = [word for setting in short for word in ("--set", setting)]
    policy = ["--policy", f"{policy_file}:Dice"]

    def make(episodes, *more):
        told = ["--episodes", episodes, "--out", tmp_path / "out", *more]
        return ["record", "reach", *policy, *settings, *told]

    return make


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["data/chunk-000/file-000.parquet", VIDEO])
def test_a_published_dataset_that_lost_a_file_is_refused_and_its_bags_still_hold_all(
    physai, words, refused, tmp_path, name
):
    assert physai(*words(2)).code == 0
    out = tmp_path / "out"
    before = LeRobotDataset(out / "dataset").columns(1)
    (out / "dataset" / name).unlink()
    damaged = contents(out)
    assert name in refused(*words(3, "--resume"))
    left = contents(out)
    assert {path: left[path] for path in damaged if path.name != "run.json"} == {
        path: data for path, data in damaged.items() if path.name != "run.json"
    }
    bags = sorted((out / "bags").iterdir())
    assert physai("bag", "export", *bags, "--out", tmp_path / "again").code == 0
    after = LeRobotDataset(tmp_path / "again/dataset").columns(1)
    assert all((before[key] == after[key]).all() for key in before)


def test_a_damaged_episode_of_an_unfinished_dataset_is_recorded_anew(physai, words, tmp_path):
    assert physai(*words(3)).code == 0
    out = tmp_path / "out"
    whole = contents(out / "dataset")
    DatasetWriter(out / "dataset").record(2, spec=None).close(keep=False)  # not published now
    parts = out / "dataset/.parts"
    clip = parts / "episode_000001/observation.images.wrist_camera.mp4"
    clip.write_bytes(clip.read_bytes()[:-300])
    (parts / ".unfinished_000002").mkdir()
    done = physai(*words(3, "--resume"))
    assert done.code == 0, done.err
    told = [line for line in done.err.splitlines() if "reach" in line]
    assert [line.endswith("kept") for line in told] == [True, False, True]
    assert contents(out / "dataset") == whole
