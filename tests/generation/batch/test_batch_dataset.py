"""Episodes have the places of their rollouts, close ranks to be read, and take them again."""

import shutil

import pytest

from physai_sim.core.errors import DatasetError
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.generation.batch.batch_dataset import BatchDataset


def named(folder):
    dataset = LeRobotDataset(folder / "dataset")
    return [
        row["physai/provenance"].split('"sample": "')[1].split('"')[0] for row in dataset.episodes
    ]


@pytest.fixture
def dataset(copy, made):
    import dataclasses

    return BatchDataset(dataclasses.replace(made, out=copy))


def test_it_is_complete_when_every_rollout_is_in_it(dataset):
    assert dataset.is_complete
    dataset.open()
    assert not dataset.is_complete


def test_rollouts_close_ranks_and_take_their_places_again(dataset, copy, made):
    names = [one.name for one in made.rollouts]
    dataset.open()
    shutil.rmtree(copy / "dataset/.parts/episode_000000")
    shutil.rmtree(copy / "dataset/.parts/episode_000002")
    assert dataset.publish() == 2
    assert named(copy) == [names[1], names[3]]
    dataset.open()
    parts = sorted(path.name for path in (copy / "dataset/.parts").iterdir())
    assert parts == ["episode_000001", "episode_000003"]


def test_a_dataset_of_something_else_is_refused(copy, made):
    import dataclasses

    others = tuple(dataclasses.replace(one, name=f"x_{one.name}") for one in made.rollouts)
    other = BatchDataset(dataclasses.replace(made, out=copy, rollouts=others))
    with pytest.raises(DatasetError, match="none of this batch"):
        other.open()
