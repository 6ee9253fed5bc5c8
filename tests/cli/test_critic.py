import sys

import pytest

from physai_sim.cli.main import main


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
