"""The rows are within their bars, and a planted fault puts them out."""

from importlib import import_module

import pytest

from physai_sim.benches import _hybrid_exact, _hybrid_witness, _one_core
from physai_sim.benches._hybrid_exact import exact_rows

pytest.importorskip("torch", reason="torch is missing (make setup-planner)")


def test_logits_are_those_of_float64_and_of_transformers():
    pytest.importorskip("transformers", reason="transformers is missing (make setup-planner)")
    float64, witness = exact_rows(quick=True)
    assert (float64.name, witness.name) == ("logits_vs_float64", "logits_vs_transformers")
    assert float64.ok, float64.note
    assert witness.ok, witness.note
    assert "quick" in float64.note


def test_a_thousandth_too_much_is_seen(monkeypatch):
    from policies.planning.hybrid.layers import ssd

    honest = ssd._mix
    monkeypatch.setattr(ssd, "_mix", lambda *parts: 1.001 * honest(*parts))
    monkeypatch.setattr(_hybrid_exact, "PATTERNS", ("M",))
    row = _hybrid_exact._against_float64(quick=True)
    assert row.ok is False


FAULTS = {
    "no recurrence": ("ssd", "_mix", lambda honest: lambda *parts: 0.0 * honest(*parts)),
    "no bias of the convolution": (
        "conv",
        "conv_prefill",
        lambda honest: lambda x, weight, bias, **more: honest(x, weight, 0.0 * bias, **more),
    ),
    "no bias of the choice": (
        "route",
        "route",
        lambda honest: (
            lambda logits, bias, **more: honest(
                logits, None if bias is None else 0.0 * bias, **more
            )
        ),
    ),
    "no scale of experts": (
        "route",
        "route",
        lambda honest: (
            lambda logits, bias, **more: honest(logits, bias, **(more | {"scale": 1.0}))
        ),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_part_that_does_nothing_is_seen_beside_transformers(monkeypatch, fault):
    pytest.importorskip("transformers", reason="transformers is missing (make setup-planner)")
    place, name, spoiled = FAULTS[fault]
    module = import_module(f"policies.planning.hybrid.layers.{place}")
    mixer = import_module("policies.planning.hybrid.layers.mamba")
    broken = spoiled(getattr(module, name))
    for holder in (module, mixer):
        if hasattr(holder, name):
            monkeypatch.setattr(holder, name, broken)
    assert _hybrid_witness.against_transformers().value > 1e-3


def test_without_torch_there_is_no_value(monkeypatch):
    monkeypatch.setattr(_one_core, "find_spec", lambda name: None)
    rows = exact_rows(quick=True)
    assert [row.value for row in rows] == [None, None]
    assert all("make setup-planner" in row.note for row in rows)
