import pytest

from physai_sim.benches import dds
from physai_sim.benches.dds import Dds

ROWS = {
    "vga_30hz_lost": ("==", 0.0),
    "vga_30hz_median_ms": ("<=", 4.0),
    "vga_30hz_p99_ms": ("<=", 20.0),
    "vga_flat_out_per_s": (">=", 250.0),
    "future_spin_aging": ("<=", 1.3),
    "service_median_ms": ("<=", 1.5),
}


@pytest.mark.slow
def test_every_row_is_measured_between_two_processes(monkeypatch):
    monkeypatch.setattr(dds, "DOMAIN", 175)
    rows = {row.name: row for row in Dds().run(quick=True)}
    assert {name: (row.op, row.bar) for name, row in rows.items()} == ROWS
    assert all(row.value is not None for row in rows.values())
    assert rows["vga_30hz_lost"].value == 0.0


def test_pictures_that_never_come_are_counted_as_lost(monkeypatch):
    monkeypatch.setattr(dds, "_received", lambda *_, hz, count: [(0, 1.0, 0), (0, 3.0, 5)])
    lost, median, p99 = dds._paced(None, None, seconds=1)
    assert lost.value == 29.0
    assert median.value == 2.0
    assert p99.value == 3.0


def test_a_stream_that_does_not_come_gives_no_figure(monkeypatch):
    monkeypatch.setattr(dds, "_received", lambda *_, hz, count: [])
    lost, median, p99 = dds._paced(None, None, seconds=1)
    assert lost.ok is False
    assert median.value is None
    assert p99.value is None
    assert dds._flat_out(None, None, count=5).value is None
