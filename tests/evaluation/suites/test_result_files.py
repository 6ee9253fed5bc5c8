import json

import pytest

from physai_sim.core.errors import OutputError
from physai_sim.evaluation.suites import result_files


@pytest.fixture
def metrics():
    """The metrics of a suite in which nothing could be played."""
    share = {"value": None, "low": 0.0, "high": 1.0, "n": 0}
    together = {**dict.fromkeys(("success_rate", "success_at_end", "success_once"), share)}
    return {
        "schema": 2,
        "kind": "suite",
        "suite": "mine",
        "runs": {},
        "episodes": [],
        "unreadable": [],
        "failed": [],
        "aggregate": {**together, "metrics": {}},
        "requirements": [{"text": "all", "value": 0, "ok": False, "reason": "none"}],
        "versions": {},
        "timing": {"wall_s": 1.0, "simulated_s": 0.0, "wall_per_simulated": None},
    }


def test_the_result_is_given_as_four_files(metrics, tmp_path):
    result_files.write(tmp_path, metrics)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(result_files.NAMES)
    assert json.loads((tmp_path / "metrics.json").read_text()) == metrics
    assert "mine" in (tmp_path / "report.html").read_text()


def test_files_of_an_earlier_time_are_removed_and_nothing_else(metrics, tmp_path):
    result_files.write(tmp_path, metrics)
    (tmp_path / "run.json").write_text("{}")
    result_files.remove(tmp_path)
    result_files.remove(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


def test_what_cannot_be_removed_is_told(tmp_path):
    (tmp_path / "junit.xml").mkdir()
    with pytest.raises(OutputError, match=r"junit.xml: a file of an earlier time"):
        result_files.remove(tmp_path)
