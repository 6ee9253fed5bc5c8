"""What a step must move is what arithmetic says; rows of a card are null without one, and the
way to them is whole: it is gone on the processor with small models."""

import time

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
pytest.importorskip("transformers", reason="transformers is missing (make setup-planner)")

from physai_sim.benches import (  # noqa: E402
    _hybrid_bytes,
    _hybrid_card,
    _hybrid_gpu,
    _hybrid_gpu_runs,
    _hybrid_peer,
)
from policies.planning.hybrid.config import (  # noqa: E402
    AttentionConfig,
    HybridConfig,
    MambaConfig,
    MoeConfig,
)
from policies.planning.hybrid.presets import preset  # noqa: E402

SMALL = {
    "nano-30b-a3b": HybridConfig(
        vocab_size=1024,
        hidden_size=32,
        pattern="ME*",
        mamba=MambaConfig(heads=4, head_dim=16, state=16, groups=2, conv_kernel=4, chunk=16),
        attention=AttentionConfig(heads=4, kv_heads=2, head_dim=16),
        moe=MoeConfig(experts=4, top_k=2, width=32, shared_width=32, scale=2.5),
    ),
    "qwen3-30b-a3b": HybridConfig(
        vocab_size=1024,
        hidden_size=32,
        pattern="*E",
        attention=AttentionConfig(heads=4, kv_heads=2, head_dim=16, rope_theta=1e6, qk_norm=True),
        moe=MoeConfig(experts=4, top_k=2, width=32, router="softmax", activation="swiglu"),
        family="qwen3_moe",
    ),
}
H200 = 4.3e12  # bytes a second that a copy moves


def test_states_are_what_the_sizes_say():
    nano, qwen = preset("nano-30b-a3b"), preset("qwen3-30b-a3b")
    assert _hybrid_bytes.kv_bytes(nano) == 6_144
    assert _hybrid_bytes.kv_bytes(qwen) == 98_304
    assert _hybrid_bytes.fixed_bytes(nano) == 23 * (64 * 64 * 128 * 4 + 6144 * 3 * 2)
    assert _hybrid_bytes.fixed_bytes(qwen) == 0
    assert _hybrid_bytes.state_bytes(nano, 24_576) == pytest.approx(200e6, rel=0.01)


@pytest.mark.parametrize(
    ("name", "batch", "tokens_per_s"),
    [
        ("nano-30b-a3b", 1, 646),
        ("nano-30b-a3b", 32, 2_450),
        ("nano-30b-a3b", 398, 12_087),
        ("qwen3-30b-a3b", 1, 559),
        ("qwen3-30b-a3b", 33, 1_330),
    ],
)
def test_bounds_are_those_of_the_arithmetic_by_hand(name, batch, tokens_per_s):
    moved = _hybrid_bytes.step_bytes(preset(name), batch, 16_384)
    assert batch * H200 / moved == pytest.approx(tokens_per_s, rel=0.005)


def test_as_many_sequences_fit_as_their_ends_leave_room_for():
    free = 139 * 2**30 - 6 * 2**30 - 63_155_000_000
    assert abs(_hybrid_bytes.most_sequences(preset("nano-30b-a3b"), free, 24_576) - 398) <= 2


def test_the_mean_over_contexts_weighs_both_ends_half():
    assert _hybrid_gpu_runs._mean({8: 1.0, 12: 2.0, 16: 6.0}) == (0.5 + 2.0 + 3.0) / 2


def test_without_a_card_of_its_class_nothing_is_measured(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    rows = _hybrid_gpu.gpu_rows(quick=True)
    assert [row.name for row in rows] == list(_hybrid_gpu.BARS)
    assert {(row.value, row.ok, row.note) for row in rows} == {
        (None, None, "not run: there is no card here")
    }


@pytest.mark.parametrize(("package", "extra"), [("transformers", "critic"), ("triton", "kernels")])
def test_with_a_card_it_is_told_which_package_is_missing(monkeypatch, package, extra):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(_hybrid_gpu, "find_spec", lambda name: None if name == package else True)
    notes = {row.note for row in _hybrid_gpu.gpu_rows(quick=True)}
    assert notes == {f"not run: {package} is not installed (pip install 'physai_sim[{extra}]')"}


@pytest.fixture
def on_processor(monkeypatch):
    """Everything that is the card's own, on the processor; models are small."""

    def timed(step, times, *, warm=3):
        begin = time.perf_counter()
        step()
        return time.perf_counter() - begin

    for module in (_hybrid_card, _hybrid_peer):
        monkeypatch.setattr(module, "CARD", torch.device("cpu"))
        monkeypatch.setattr(module, "seconds_each", timed)
    monkeypatch.setattr(_hybrid_card, "COPIED", 2**20)
    monkeypatch.setattr(_hybrid_peer, "PROMPT", 20)
    monkeypatch.setattr(_hybrid_gpu_runs, "preset", SMALL.__getitem__)
    monkeypatch.setattr(_hybrid_gpu_runs, "LONG", 4_000)
    monkeypatch.setattr(_hybrid_gpu_runs, "SHORT", 300)
    monkeypatch.setattr(_hybrid_gpu_runs, "CONTEXTS", (100, 200, 300, 400))
    monkeypatch.setattr(_hybrid_gpu_runs, "RESERVED", 0)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (400_000, 0))
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: None)
    monkeypatch.setattr(_hybrid_gpu, "_why_not", lambda: None)


def test_all_rows_are_measured_where_there_is_one(on_processor):
    rows = _hybrid_gpu.gpu_rows(quick=True)
    assert sorted(row.name for row in rows) == sorted(_hybrid_gpu.BARS)
    for row in rows:
        assert row.value > 0, row
        assert "batch" in row.note


def test_the_peer_has_the_same_sizes():
    from transformers import NemotronHConfig, NemotronHForCausalLM

    config = preset("nano-30b-a3b")
    with torch.device("meta"):
        model = NemotronHForCausalLM(NemotronHConfig(**_hybrid_peer.settings(config)))
    assert round(sum(p.numel() for p in model.parameters()) / 1e5) == 315_779
