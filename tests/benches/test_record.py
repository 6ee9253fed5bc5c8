from physai_sim.benches import record
from physai_sim.benches.record import Record


def test_the_row_is_that_of_the_issue(monkeypatch):
    times = iter([(20, 0.6, 1.0), (20, 0.8, 1.0)])
    monkeypatch.setattr(record, "_both", lambda *_: next(times))
    (row,) = Record().run(quick=True)
    assert (row.name, row.value, row.unit, row.bar, row.op) == (
        "record_speed",
        0.7,
        "ratio",
        0.6,
        ">=",
    )
    assert "20 recorded rows/s" in row.note
