import pytest

from physai_sim.benches import _generate_batches as batches
from physai_sim.benches.generate import Generate

ROWS = {
    "faults_caught": ("==", 1.0),
    "false_alarms": ("<=", 0.02),
    "appearance_state_differ": ("==", 0.0),
    "frames_per_s": (">=", 150.0),
    "kill_resume_defects": ("==", 0.0),
    "memory_10k_mb": ("<=", 50.0),
}


@pytest.mark.slow
def test_every_row_is_measured_and_what_must_be_exact_is():
    rows = {row.name: row for row in Generate().run(quick=True)}
    assert {name: (row.op, row.bar) for name, row in rows.items()} == ROWS
    assert rows["appearance_state_differ"].value == 0.0
    assert rows["kill_resume_defects"].value == 0.0
    assert all(row.value is not None for row in rows.values())


def test_what_is_missing_or_repeated_is_counted():
    count = batches.Counter
    wanted = count(["a", "b"])
    assert batches.differences(count(["a", "b"]), wanted) == 0
    assert batches.differences(count(["a"]), wanted) == 1
    assert batches.differences(count(["a", "b", "b"]), wanted) == 1
    assert batches.differences(count(["a", "other"]), wanted) == 2


def test_many_looks_are_mixed_and_begin_anew_when_all_were_seen():
    found = [look for look, _ in zip(batches.looks(), range(361), strict=False)]
    assert len(set(found[:180])) == 180
    assert found[360] == found[180] == found[0]
