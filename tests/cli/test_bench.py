import json

import pytest

from physai_sim.benches.base import Row
from physai_sim.core import registry


@pytest.fixture
def measure(monkeypatch, physai):
    """Runs a made-up bench that gives rows."""

    def call(*words, rows):
        class Fake:
            def run(self, *, quick):
                return [Row(*row, note="quick" if quick else "full") for row in rows]

        monkeypatch.setattr(registry, "find", lambda *_, **__: Fake)
        return physai("bench", "step", *words)

    return call


GOOD = ("step_overhead_reach", 1.1, "ratio", 1.25, "<=")
BAD = ("expert_success_reach", 0.9, "share", 0.95, ">=")
NOT_RUN = ("reset_memory_mb", None, "MB", 30.0, "<=")


def test_the_document_has_the_agreed_shape(measure):
    done = measure("--json", rows=[GOOD, NOT_RUN])
    document = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert set(document) == {"schema", "bench", "machine", "config", "rows"}
    assert (document["schema"], document["bench"]) == (1, "step")
    assert {"system", "processor", "cores", "versions"} <= set(document["machine"])
    assert document["config"] == {"quick": False}
    assert document["rows"][0] == {
        "name": "step_overhead_reach",
        "value": 1.1,
        "unit": "ratio",
        "bar": 1.25,
        "op": "<=",
        "ok": True,
        "note": "full",
    }


def test_what_could_not_be_run_is_never_ok(measure):
    row = json.loads(measure("--json", rows=[NOT_RUN]).out)["rows"][0]
    assert (row["value"], row["ok"]) == (None, None)


@pytest.mark.parametrize("words", [["--json"], []])
def test_a_missed_bar_ends_with_one(measure, words):
    assert measure(*words, rows=[GOOD, BAD]).code == 1
    assert measure(*words, rows=[GOOD, NOT_RUN]).code == 0


def test_a_quick_run_is_asked_for_and_says_so(measure):
    document = json.loads(measure("--json", "--quick", rows=[GOOD]).out)
    assert document["config"] == {"quick": True}
    assert document["rows"][0]["note"] == "quick"


def test_without_json_there_is_a_table_with_a_verdict_for_each_row(measure):
    out = measure(rows=[GOOD, BAD, NOT_RUN]).out
    assert "missed" in out
    assert "not run" in out
    assert "step_overhead_reach" in out


def test_an_unknown_bench_is_refused_with_the_closest(refused):
    line = refused("bench", "expert")
    assert "unknown bench, got 'expert'; did you mean 'experts'?" in line
