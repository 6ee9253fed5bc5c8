"""Rollouts are made whole or not at all."""

import dataclasses

import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.rollouts import Expansion
from physai_sim.generation.batch.batch_dataset import BatchDataset
from physai_sim.generation.batch.groups import groups_of
from physai_sim.generation.batch.maker import Maker, has_files, is_whole


def test_an_end_in_the_middle_leaves_nothing(asked, tmp_path):
    batch, steps = asked(tmp_path / "out", form="both"), iter(range(2))

    def check():
        if next(steps, None) is None:
            raise KeyboardInterrupt

    batch = dataclasses.replace(
        batch, rollouts=tuple(dataclasses.replace(one, num_frames=60) for one in batch.rollouts)
    )
    BatchDataset(batch).open()
    [first, _] = groups_of(batch).values()
    with Maker(batch, check) as maker, pytest.raises(KeyboardInterrupt):
        maker.make(first[0])
    left = [path for path in batch.out.rglob("*") if path.is_file()]
    assert left == []
    assert not is_whole(batch, 0)


def test_what_is_whole_is_not_made_again(copy, made):
    batch = dataclasses.replace(made, out=copy)
    BatchDataset(batch).open()
    assert all(is_whole(batch, number) for number in range(4))
    with Maker(batch) as maker:
        assert [maker.make(group) for groups in groups_of(batch).values() for group in groups] == [
            0,
            0,
        ]


def test_a_bag_that_is_gone_makes_a_rollout_not_whole(copy, made):
    import shutil

    batch = dataclasses.replace(made, out=copy)
    shutil.rmtree(copy / "bags" / batch.rollouts[0].name)
    assert not has_files(batch, 0)
    assert has_files(batch, 1)


def test_physics_that_differs_is_played_alone_and_states_follow(asked, tmp_path):
    import json

    batch = asked(tmp_path / "out", form="video")
    first = dataclasses.replace(batch.rollouts[0], num_frames=12)
    slower = Expansion("physics", "half", actions="scaled:0.5")
    pair = (first, dataclasses.replace(first, name="slower", expansion=slower))
    batch = dataclasses.replace(batch, rollouts=pair)
    with Maker(batch) as maker:
        for group in groups_of(batch)[first.source]:
            maker.make(group)
    hashes = [
        json.loads((batch.out / "samples" / one.name / "sample_outputs.json").read_text())[
            "state_hashes"
        ]
        for one in pair
    ]
    assert hashes[0][0] == hashes[1][0]
    assert hashes[0][-1] != hashes[1][-1]


def test_a_request_that_does_not_fit_leaves_nothing(asked, tmp_path):
    batch = asked(tmp_path / "out", form="video")
    wrong = dataclasses.replace(batch.rollouts[0], cameras=("nobody",))
    batch = dataclasses.replace(batch, rollouts=(wrong,))
    with Maker(batch) as maker, pytest.raises(UnknownNameError, match="no such camera"):
        maker.make(groups_of(batch)[wrong.source][0])
    assert not batch.out.exists()


def test_a_rollout_whose_world_has_changed_since_is_not_made_again(asked, tmp_path):
    batch = asked(tmp_path / "out", form="video")
    first = batch.rollouts[0]
    batch = dataclasses.replace(batch, rollouts=(first,), expects={first.name: ("other", "other")})
    with Maker(batch) as maker, pytest.raises(ConfigError, match="cannot be made again"):
        maker.make(groups_of(batch)[first.source][0])
