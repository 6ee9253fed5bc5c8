import json
import sys

import pytest

from physai_sim.evaluation import run_record
from physai_sim.evaluation.run_record import RunRecord, git_commit, machine, versions


@pytest.fixture
def read(tmp_path):
    return lambda: json.loads((tmp_path / "run.json").read_text())


def test_the_record_is_there_from_the_start_and_complete_at_the_end(tmp_path, read):
    record = RunRecord(tmp_path, {"world": "reach", "seeds": [1, 2]})
    begun = read()
    assert (begun["exit_state"], begun["end"]) == ("running", None)
    record.finish("done")
    ended = read()
    assert ended["exit_state"] == "done"
    assert ended["end"] >= ended["start"] == begun["start"]
    assert set(ended) >= {
        "schema",
        "command_line",
        "world",
        "seeds",
        "versions",
        "git_commit",
        "machine",
    }
    assert ended["command_line"] == sys.argv


def test_versions_name_every_package_that_results_depend_on():
    assert {"physai_sim", "python", "numpy", "pybullet", "av", "rosbags"} <= set(versions())
    # The extra rl is not always there.
    missing = {name for name, version in versions().items() if version == "not installed"}
    assert missing <= {"torch", "stable-baselines3"}


def test_a_missing_package_is_said_to_be_missing(monkeypatch):
    monkeypatch.setattr(run_record, "PACKAGES", ("no-such-package-anywhere",))
    assert versions()["no-such-package-anywhere"] == "not installed"


def test_the_machine_is_described():
    found = machine()
    assert found["cores"] >= 1
    assert found["processor"]
    assert found["system"]


def test_the_commit_is_a_hash_or_unknown(monkeypatch):
    commit = git_commit()
    assert commit is None or len(commit) == 40

    def no_git(*_, **__):
        raise FileNotFoundError("git")

    monkeypatch.setattr(run_record.subprocess, "run", no_git)
    assert git_commit() is None
