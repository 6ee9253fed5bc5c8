import pytest

from physai_sim.doctor import disk
from physai_sim.doctor.base import examined


def test_free_space_is_told_of_both_places(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    finding = examined("disk").finding
    assert finding.mark in ("ok", "note")
    assert f"GB free in {tmp_path}" in finding.found


@pytest.mark.parametrize(("limit", "mark"), [("NEEDED_GB", "FAIL"), ("WANTED_GB", "note")])
def test_too_little_space_is_caught(monkeypatch, limit, mark):
    monkeypatch.setattr(disk, limit, 1e9)
    assert examined("disk").finding.mark == mark


def test_a_temporary_folder_that_cannot_be_written_is_caught(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    line = examined("disk")
    assert line.failed
    assert str(tmp_path / "missing") in line.finding.found
    assert "$TMPDIR" in line.remedy
