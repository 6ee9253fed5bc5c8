"""Planted rollouts go and nothing else does; every reason is in the log."""

import json

import numpy as np
import pytest

from physai_sim.core.errors import DatasetError, OutputError
from physai_sim.generation.curation import curate as curation
from physai_sim.generation.curation.curate import curate
from physai_sim.generation.curation.curate_request import CurateRequest

NAMES = ["night_0", "night_1", "noon_0", "noon_1"]


@pytest.fixture
def curated(batch, tmp_path):
    """Curates the batch; gives what came of it and the lines of the log by name."""

    def run(out="out", **changes):
        request = CurateRequest(batch, tmp_path / out, **changes)
        found = curate(request, progress=lambda *_: None)
        lines = (tmp_path / out / "curation.jsonl").read_text().splitlines()
        return found, {row["name"]: row for row in map(json.loads, lines)}

    return run


def test_true_rollouts_of_other_looks_and_episodes_are_kept(curated):
    found, log = curated()
    assert (found.rollouts, found.kept, found.dropped) == (4, 4, {})
    assert list(log) == NAMES
    assert all(row["kept"] and row["reasons"] == [] for row in log.values())


def test_planted_duplicates_go_and_nothing_else(curated, plant):
    plant("noon_0", "noon_0_again", lambda frames: frames)
    plant("noon_1", "noon_1_brighter", lambda frames: np.minimum(frames, 250) + np.uint8(2))
    found, log = curated()
    assert found.dropped == {"duplicate": 2}
    assert [name for name, row in log.items() if row["kept"]] == NAMES
    [reason] = log["noon_0_again"]["reasons"]
    assert (reason["step"], reason["text"], reason["limit"]) == ("duplicate", "as noon_0", 0.99)
    assert reason["value"] >= 0.99


def test_a_still_film_goes_and_hides_no_other(curated, plant):
    plant("noon_0", "a_still", lambda frames: np.repeat(frames[:1], len(frames), axis=0))
    found, log = curated()
    assert found.dropped == {"still": 1}
    [reason] = log["a_still"]["reasons"]
    assert reason["value"] < reason["limit"]


@pytest.mark.slow
def test_a_film_that_left_its_labels_goes(curated, plant):
    plant("noon_0", "beside", lambda frames: np.roll(frames, 20, axis=2))
    found, log = curated(min_survival=0.4)
    assert found.dropped == {"labels": 1}
    assert log["beside"]["reasons"][0]["text"].endswith("does not fit")
    assert log["noon_0"]["kept"]


def test_the_same_batch_gives_the_same_bytes(curated, tmp_path):
    curated("first", shard="webdataset")
    curated("second", shard="webdataset")
    for name in ("curation.jsonl", "curation.json", "webdataset/shard-000000.tar"):
        assert (tmp_path / "first" / name).read_bytes() == (
            tmp_path / "second" / name
        ).read_bytes()


def test_what_was_measured_is_not_measured_again(curated, monkeypatch):
    first, _ = curated()
    monkeypatch.setattr(curation, "measure", None)
    assert curated(mode="resume")[0] == first
    with pytest.raises(OutputError, match="asked for otherwise"):
        curated(mode="resume", min_motion=0.5)
    with pytest.raises(OutputError, match="not empty"):
        curated()


def test_nothing_kept_writes_no_shards(curated, tmp_path):
    found, _ = curated(min_motion=0.9, shard="lerobot")
    assert (found.kept, found.shards, found.dropped) == (0, 0, {"still": 4})
    assert not (tmp_path / "out/lerobot").exists()


def test_a_dataset_that_is_not_there_is_missed_before_the_work(batch, tmp_path):
    (batch / "dataset").rename(batch / "elsewhere")
    request = CurateRequest(batch, tmp_path / "out", shard="lerobot")
    with pytest.raises(DatasetError, match="no dataset to take from"):
        curate(request, progress=lambda *_: None)
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_film_that_breaks_physics_goes_and_the_best_is_kept(curated, plant):
    plant(
        "noon_0", "frozen", lambda frames: np.concatenate([frames[:4], frames[3:4].repeat(8, 0)])
    )
    _, log = curated(physics=True, max_likeness=1.0)
    assert [one["step"] for one in log["frozen"]["reasons"]] == ["physics"]
    found, log = curated("best", best_of=3)
    kept = [row["source"] for row in log.values() if row["kept"]]
    assert len(kept) == len(set(kept)) == found.kept
