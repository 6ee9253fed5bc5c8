"""The bench gives each row of the issue once, in its order."""

import pytest

from physai_sim.benches import hybrid
from physai_sim.benches.base import Row

ORDER = hybrid.ORDER


def _rows(*names):
    return [Row(name, None, "ratio", 1.0, "<=") for name in names]


def test_rows_come_in_their_order_whichever_piece_gives_them(monkeypatch):
    asked = []

    def piece(*names):
        def rows(*, quick):
            asked.append(quick)
            return _rows(*names) if len(names) > 1 else _rows(*names)[0]

        return rows

    order = ORDER
    monkeypatch.setattr(hybrid, "exact_rows", piece(*order[1::-1]))
    monkeypatch.setattr(hybrid, "cpu_mamba_layer_speedup", piece(order[2]))
    monkeypatch.setattr(hybrid, "engine_rows", piece(*order[13:8:-4], order[3], order[12]))
    gpu = [*order[4:9], *order[10:12]]
    monkeypatch.setattr(hybrid, "gpu_rows", piece(*gpu))
    assert [row.name for row in hybrid.Hybrid().run(quick=True)] == list(order)
    assert asked == [True] * 4


def test_every_row_of_the_engine_is_there():
    pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    rows = {row.name: row for row in hybrid.engine_rows(quick=True)}
    assert set(rows) == {ORDER[3], ORDER[9], ORDER[12], ORDER[13]}
    assert rows["state_1m_gb"].value == pytest.approx(6.193, abs=1e-3)
