"""The row is a ratio of times that were measured in turn."""

import pytest

from physai_sim.benches import _hybrid_cpu, _one_core
from physai_sim.benches._hybrid_cpu import cpu_mamba_layer_speedup


def test_the_row_is_the_ratio_without_the_projections(monkeypatch):
    pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    monkeypatch.setattr(_one_core, "find_spec", lambda name: object())
    monkeypatch.setattr(_hybrid_cpu, "_measured", lambda rounds: ((50.0, 250.0), (500.0, 700.0)))
    row = cpu_mamba_layer_speedup(quick=True)
    assert (row.value, row.bar, row.ok) == (5.0, 4.0, True)
    assert "50 ms for 250 ms" in row.note
    assert "(1.4)" in row.note


def test_without_transformers_there_is_no_value(monkeypatch):
    monkeypatch.setattr(_one_core, "find_spec", lambda name: None)
    row = cpu_mamba_layer_speedup(quick=True)
    assert (row.value, row.ok) == (None, None)
    assert "make setup-planner" in row.note


@pytest.mark.slow
def test_a_few_tokens_are_really_measured(monkeypatch):
    pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    pytest.importorskip("transformers", reason="transformers is missing (make setup-planner)")
    monkeypatch.setattr(_hybrid_cpu, "TOKENS", 40)
    row = cpu_mamba_layer_speedup(quick=True)
    assert row.value > 0.0
