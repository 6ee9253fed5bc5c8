"""A batch is made whole, alike each time, goes on where it was cut off, and says what failed."""

import dataclasses
import json
import shutil
from collections import Counter

import pytest

from physai_sim.core.errors import OutputError, WorkerError
from physai_sim.core.rollouts import Expansion
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.generation.batch.batch_dataset import BatchDataset
from physai_sim.generation.batch.run_batch import Made, run_batch


def contents(folder):
    """Bytes of every file by its path, the times of the run apart."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def quietly(batch):
    news = []
    return run_batch(batch, progress=news.append), news


def test_everything_is_there_and_nothing_half_done(made):
    names = {one.name for one in made.rollouts}
    assert {path.name for path in (made.out / "samples").iterdir()} == names
    assert {path.name for path in (made.out / "bags").iterdir()} == names
    assert len(LeRobotDataset(made.out / "dataset")) == len(names)
    assert json.loads((made.out / "run.json").read_text())["exit_state"] == "done"


def test_the_same_batch_gives_the_same_bytes(made, asked, tmp_path):
    made_now, news = quietly(asked(tmp_path / "again"))
    assert made_now == Made(rollouts=4, frames=16, episodes=4)
    assert contents(tmp_path / "again") == contents(made.out)
    assert [one.outcome for one in news] == ["made", "made"]
    assert news[-1].done == news[-1].total == 4


def test_physics_that_is_shared_gives_the_same_bytes_as_physics_of_ones_own(made, asked, tmp_path):
    quietly(asked(tmp_path / "alone", shares=False))
    assert contents(tmp_path / "alone") == contents(made.out)


def test_a_batch_with_holes_is_published_and_then_completed(made, asked, tmp_path):
    out = tmp_path / "cut_off"
    whole = asked(out)
    quietly(whole)
    shutil.rmtree(out / "samples" / whole.rollouts[1].name)
    dataset = BatchDataset(whole)
    dataset.open()
    shutil.rmtree(out / "dataset/.parts/episode_000001")
    assert dataset.publish() == 3
    result, news = quietly(dataclasses.replace(whole, mode="resume"))
    assert result == Made(rollouts=4, frames=4, episodes=4)
    assert Counter(one.outcome for one in news) == {"made": 1, "kept": 1}
    assert contents(out) == contents(made.out)


def test_a_batch_that_is_whole_is_left_as_it_is(copy, made):
    batch = dataclasses.replace(made, out=copy, mode="resume")
    before = contents(copy)
    result, news = quietly(batch)
    assert (result.frames, news) == (0, [])
    assert contents(copy) == before


@pytest.mark.parametrize("name", ["vision.mp4", "sample_args.json", "sample_outputs.json"])
def test_a_rollout_with_a_damaged_file_is_made_again(copy, made, name):
    damaged = copy / "samples" / made.rollouts[1].name / name
    text = damaged.read_bytes()
    damaged.write_bytes(text[: len(text) // 2])
    quietly(dataclasses.replace(made, out=copy, mode="resume"))
    assert contents(copy) == contents(made.out)


def test_another_batch_does_not_go_on_there(copy, made):
    fewer = dataclasses.replace(made, out=copy, mode="resume", rollouts=made.rollouts[:2])
    with pytest.raises(OutputError, match="was asked for otherwise"):
        quietly(fewer)


def test_what_fails_is_told_and_the_others_are_made(asked, tmp_path):
    batch = asked(tmp_path / "out", form="video")
    wrong = dataclasses.replace(batch.rollouts[2], cameras=("back_camera",))
    rollouts = (*batch.rollouts[:2], wrong)
    with pytest.raises(WorkerError, match=r"could not be made: night_1: no such camera"):
        quietly(dataclasses.replace(batch, rollouts=rollouts))
    assert len(list((batch.out / "samples").glob("*_0"))) == 2
    assert not (batch.out / "samples" / "night_1").exists()
    assert "failed" in json.loads((batch.out / "run.json").read_text())["exit_state"]


def test_a_source_is_not_overwritten(made, recording):
    batch = dataclasses.replace(made, out=recording, mode="overwrite")
    with pytest.raises(OutputError, match="would delete what is to be read"):
        quietly(batch)


def test_files_that_say_what_is_asked_for_are_not_overwritten(made):
    record = next(made.out.glob("samples/*/sample_args.json"))
    actions = Expansion("physics", "others", actions=f"file:{record}")
    played = dataclasses.replace(made.rollouts[0], expansion=actions)
    for batch in (
        dataclasses.replace(made, mode="overwrite", reads=(record,)),
        dataclasses.replace(made, mode="overwrite", rollouts=(played,)),
    ):
        with pytest.raises(OutputError, match="would delete what is to be read"):
            quietly(batch)


@pytest.mark.slow
def test_processes_change_no_byte(made, asked, tmp_path):
    quietly(asked(tmp_path / "two", processes=2))
    assert contents(tmp_path / "two") == contents(made.out)
