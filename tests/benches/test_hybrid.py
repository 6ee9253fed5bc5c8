"""The bench gives each row of the issue once, in its order."""

import pytest

from physai_sim.benches import _hybrid_engine, hybrid
from physai_sim.benches._hybrid_decode import cpu_decode_speedup
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


@pytest.fixture
def engine(monkeypatch):
    """The rows of the engine without those that compile, and with small pools to copy."""
    pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    monkeypatch.setattr(_hybrid_engine, "cpu_decode_speedup", lambda quick: _rows(ORDER[3])[0])
    monkeypatch.setattr(_hybrid_engine, "COPIED", 100)
    return lambda: {row.name: row for row in hybrid.engine_rows(quick=True)}


def test_every_row_of_the_engine_is_there_and_those_without_a_card_are_measured(engine):
    rows = engine()
    assert set(rows) == {ORDER[3], ORDER[9], ORDER[12], ORDER[13]}
    assert rows["state_1m_gb"].value == pytest.approx(6.193, abs=1e-3)
    assert rows["second_turn_prefill"].value == 1.0
    assert rows["fork_24k_ms"].ok in (None, True)


def test_a_second_turn_of_other_bits_is_no_number(engine, monkeypatch):
    monkeypatch.setattr(_hybrid_engine, "_same", lambda warm, cold: False)
    assert engine()["second_turn_prefill"].ok is False


def test_a_copy_that_is_none_is_not_timed(engine, monkeypatch):
    from policies.planning.hybrid.state.pools import StatePool

    monkeypatch.setattr(StatePool, "fork", lambda self, slot: self.alloc())
    with pytest.raises(AssertionError, match="exact"):
        engine()


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_tokens_per_second_are_really_measured_and_all_agree():
    pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    pytest.importorskip("transformers", reason="transformers is missing (make setup-planner)")
    row = cpu_decode_speedup(quick=True)
    assert row.value > 0.0
    assert "20 drawn, 20 of them alike" in row.note
