import numpy as np
import pytest

from physai_sim.core.errors import DatasetError
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.generation.curation.shards.lerobot import require_dataset, write_lerobot


def test_kept_rollouts_are_episodes_as_they_were(made, tmp_path):
    # The batch has noon_0, night_0, noon_1, night_1.
    assert write_lerobot(made, ["night_1", "noon_0"], tmp_path / "out") == 2
    old, new = LeRobotDataset(made / "dataset"), LeRobotDataset(tmp_path / "out")
    for number, earlier in enumerate((3, 0)):
        for key in ("action", "timestamp"):
            assert np.array_equal(new.columns(number)[key], old.columns(earlier)[key])
        [camera] = new.cameras
        assert np.array_equal(new.frame(number, 7, camera), old.frame(earlier, 7, camera))
    streams = sorted(path.name for path in (tmp_path / "out/truth").rglob("*.parquet"))
    assert streams == ["episode_000000.parquet", "episode_000001.parquet"]


def test_a_rollout_that_is_not_in_the_dataset_is_refused(made, tmp_path):
    with pytest.raises(DatasetError, match="not in the dataset of its batch, got 'dusk_0'"):
        write_lerobot(made, ["dusk_0"], tmp_path / "out")


def test_a_batch_without_a_dataset_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="--format lerobot or both"):
        require_dataset(tmp_path)
