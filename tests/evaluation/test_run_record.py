import json
import sys
from contextlib import suppress

import pytest

from physai_sim.core.errors import MachineError, OutputError
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
    assert missing <= {"torch", "stable-baselines3", "transformers"}


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


def _ending(folder, error=None, *, ended=None):
    with suppress(type(error or RuntimeError())), RunRecord(folder, {}) as record:
        record.ended = ended or record.ended
        if error is not None:
            raise error
    return json.loads((folder / "run.json").read_text())["exit_state"]


def test_a_record_that_is_a_context_says_itself_how_the_run_ended(tmp_path):
    assert _ending(tmp_path) == "done"
    assert _ending(tmp_path, ended="stopped") == "stopped"
    assert _ending(tmp_path, KeyboardInterrupt()) == "interrupted"
    assert _ending(tmp_path, MachineError("disk full")) == "failed: disk full"
    assert _ending(tmp_path, RuntimeError("a bug")) == "failed"


def test_of_errors_that_led_to_another_the_first_is_told(tmp_path):
    later = OutputError("no report")
    later.__context__ = MachineError("disk full")
    assert _ending(tmp_path, later) == "failed: disk full"
