"""Without positions the order of what came before does not matter; with them it does."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.config import AttentionConfig  # noqa: E402
from policies.planning.hybrid.layers import attention  # noqa: E402
from policies.planning.hybrid.layers.attention import causal  # noqa: E402


def _last(model, tokens):
    with torch.no_grad():
        return model.hidden(packed([tokens]))[-1]


def test_permuting_what_came_before_changes_nothing_without_positions(small, made, off):
    model, tokens = made(small("*")), [3, 1, 4, 15, 9, 26, 5]
    other = [9, 4, 26, 3, 15, 1, 5]
    assert off(_last(model, other), _last(model, tokens)) < 2e-6


def test_permuting_what_came_before_matters_with_rotary_positions(small, made, off):
    turned = AttentionConfig(heads=6, kv_heads=2, head_dim=10, rope_theta=1e4)
    model, tokens = made(small("*", attention=turned)), [3, 1, 4, 15, 9, 26, 5]
    assert off(_last(model, [9, 4, 26, 3, 15, 1, 5]), _last(model, tokens)) > 1e-3


def test_nothing_is_seen_before_its_time(small, made):
    model = made(small("*M"))
    with torch.no_grad():
        one, other = (model.hidden(packed([[1, 2, 3, end]])) for end in (4, 5))
    assert torch.equal(one[:3], other[:3])
    assert not torch.equal(one[3], other[3])


@pytest.mark.parametrize(("asked", "held"), [(1, 1), (1, 6), (4, 4), (3, 7)])
def test_the_newest_tokens_are_aligned_with_the_end(asked, held, off):
    g = torch.Generator().manual_seed(0)
    q, k, v = (torch.randn(n, h, 8, generator=g) for n, h in ((asked, 4), (held, 2), (held, 2)))
    got = causal(q, k, v)
    for row in range(asked):
        seen = held - asked + row + 1
        for head in range(4):
            share = (k[:seen, head // 2] @ q[row, head] / 8**0.5).softmax(0)
            assert torch.allclose(got[row, head], share @ v[:seen, head // 2], atol=1e-5)


@pytest.mark.parametrize("most", [1, 14, 40])
def test_a_long_context_is_taken_in_parts(most, monkeypatch, off):
    g = torch.Generator().manual_seed(0)
    q, k, v = (torch.randn(n, h, 8, generator=g) for n, h in ((5, 4), (13, 2), (13, 2)))
    expected = attention.causal(q, k, v)
    monkeypatch.setattr(attention, "MASK", most)
    assert off(attention.causal(q, k, v), expected) < 2e-6
