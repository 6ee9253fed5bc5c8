import json
import sys

import pytest

from physai_sim.cli.main import main
from physai_sim.datasets.video import VideoWriter
from physai_sim.generation.physics.reading import read_clip


def _refused(monkeypatch, capsys, *arguments):
    """What a command that ends with exit code 2 says."""
    monkeypatch.setattr(sys, "argv", ["physai", "critic", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    return capsys.readouterr().err


def test_the_critic_state_is_not_asked_without_the_truth(monkeypatch, capsys):
    said = _refused(monkeypatch, capsys, "score", "x.mp4")
    assert said.startswith("physai: --truth: this critic needs the truth")


def test_a_video_that_is_not_there_is_refused_in_one_line(monkeypatch, capsys, tmp_path):
    said = _refused(monkeypatch, capsys, "score", tmp_path / "x.mp4", "--truth", "push:1")
    assert "no such file or folder" in said
    assert said.count("\n") == 1


def test_an_unknown_fault_is_refused_before_anything_is_written(monkeypatch, capsys, tmp_path):
    out = tmp_path / "out"
    said = _refused(monkeypatch, capsys, "calibrate", "--faults", "gravty", "--out", out)
    assert "did you mean 'gravity'?" in said
    assert not out.exists()


def test_a_critic_that_sees_asks_for_its_checkpoint(monkeypatch, capsys, tmp_path):
    said = _refused(
        monkeypatch, capsys, "calibrate", "--critic", "reason2", "--out", tmp_path / "out"
    )
    assert "expected --model DIR" in said


@pytest.mark.slow
def test_a_true_film_on_disk_scores_better_than_a_frozen_one(physai, tmp_path):
    view = ("--size", "96x96", "--fps", "12", "--frames", "36", "--out", tmp_path / "batch")
    assert physai("generate", "push:1", *view).code == 0
    true = tmp_path / "batch/samples/source_000/vision.mp4"
    frozen = tmp_path / "frozen.mp4"
    frames = read_clip(true).frames
    with VideoWriter(frozen, hz=12, size_px=(96, 96)) as writer:
        for index in range(len(frames)):
            writer.write(frames[min(index, 8)])
    done = physai("critic", "score", frozen, true, "--truth", "push:1", "--json")
    first, last = json.loads(done.out)["videos"]
    assert (first["name"], last["name"]) == (str(true), str(frozen))
    assert first["score"] > last["score"]
    assert physai("critic", "score", frozen, "--truth", "push:1", "--require", 4).code == 1


@pytest.mark.slow
def test_a_critic_is_tried_on_a_planted_fault_and_logged(physai, tmp_path):
    words = ("--faults", "gravity", "--seeds", 1, "--looks", 1, "--frames", 24)
    done = physai("critic", "calibrate", *words, "--out", tmp_path / "out", "--json")
    assert done.code == 0, done.err
    told = json.loads((tmp_path / "out/calibration.json").read_text())
    assert told == json.loads(done.out)
    rows = (tmp_path / "out/judged.jsonl").read_text().splitlines()
    assert len(rows) == 3
    assert json.loads((tmp_path / "out/run.json").read_text())["exit_state"] == "done"
