"""Episodes of datasets: exact where their bags are, and said to be rounded where not."""

import json
import shutil

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, DatasetError
from physai_sim.evaluation.record import record
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.generation.source.from_bag import from_bag
from physai_sim.generation.source.from_dataset import ROUNDED, from_dataset


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    out, config = tmp_path_factory.mktemp("recording") / "run", load_world("reach")
    record(RunRequest(config, config.expert, 2, 0, out), progress=lambda *_: None)
    return out


@pytest.fixture
def without_bags(recording, tmp_path):
    shutil.copytree(recording, tmp_path / "run", ignore=shutil.ignore_patterns("bags"))
    return tmp_path / "run"


def test_with_its_bag_it_is_exact(recording):
    source, bag = from_dataset(recording / "dataset", 1), recording / "bags/episode_001"
    assert source.exact
    assert np.array_equal(source.actions, from_bag(bag).actions)


def test_without_its_bag_its_actions_are_rounded_and_that_is_said(recording, without_bags):
    exact, source = (from_dataset(run / "dataset", 1) for run in (recording, without_bags))
    assert not source.exact
    assert source.details == {"actions": ROUNDED}
    assert np.array_equal(source.actions, exact.actions.astype(np.float32).astype(np.float64))
    assert (source.seed, source.draw, source.success) == (1, exact.draw, exact.success)


def test_a_bag_of_another_episode_is_not_taken_for_its_own(recording, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(recording, run)
    shutil.rmtree(run / "bags/episode_001")
    shutil.copytree(run / "bags/episode_000", run / "bags/episode_001")
    with pytest.raises(DatasetError, match="the bag beside this dataset is of another episode"):
        from_dataset(run / "dataset", 1)


def test_an_episode_that_there_is_not_is_refused(recording):
    with pytest.raises(DatasetError, match="no such episode, got 2; expected 0 to 1"):
        from_dataset(recording / "dataset", 2)


def test_a_dataset_without_its_run_does_not_tell_its_world(without_bags):
    (without_bags / "run.json").unlink()
    with pytest.raises(DatasetError, match="which world this dataset was recorded in is not told"):
        from_dataset(without_bags / "dataset", 0)


def test_a_world_that_has_changed_since_is_refused(without_bags):
    mark = without_bags / "run.json"
    told = json.loads(mark.read_text())
    mark.write_text(json.dumps({"world": told["world"]}))
    assert from_dataset(without_bags / "dataset", 0).seed == 0
    with pytest.raises(ConfigError, match="the world of this recording is not to be found"):
        from_dataset(without_bags / "dataset", 0, ["time_limit_s=3.0"])


def test_a_dataset_of_others_is_refused_in_one_line(without_bags, monkeypatch):
    from physai_sim.datasets.lerobot.reader import LeRobotDataset

    plain = LeRobotDataset.__init__

    def of_others(self, folder):
        plain(self, folder)
        for row in self.episodes:
            del row["physai/provenance"]

    monkeypatch.setattr(LeRobotDataset, "__init__", of_others)
    with pytest.raises(DatasetError, match="does not say which world, seed and draw"):
        from_dataset(without_bags / "dataset", 0)
