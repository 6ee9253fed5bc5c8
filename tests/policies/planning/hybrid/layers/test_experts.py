"""Sorted and grouped, or one by one: the same sums of the same experts."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.layers import experts as module  # noqa: E402
from policies.planning.hybrid.layers.experts import activate, experts  # noqa: E402


def _case(tokens, gated, seed=0, among=5, dtype=torch.float32):
    g = torch.Generator().manual_seed(seed)
    up, down, gate = (
        torch.randn(*s, generator=g, dtype=dtype) for s in ((5, 8, 12), (5, 12, 8), (5, 8, 12))
    )
    x = torch.randn(tokens, 12, generator=g, dtype=dtype)
    index = torch.rand(tokens, among, generator=g).topk(2)[1]
    weight = torch.rand(tokens, 2, generator=g)
    kind = "swiglu" if gated else "relu2"
    return x, index, weight, up, down, gate if gated else None, kind


def _loop(x, index, weight, up, down, gate, kind):
    rows = []
    for token in range(len(x)):
        row = torch.zeros(12)
        for place in range(index.shape[1]):
            e = index[token, place]
            gated = None if gate is None else gate[e] @ x[token]
            row += weight[token, place] * (down[e] @ activate(up[e] @ x[token], gated, kind))
        rows.append(row)
    return torch.stack(rows)


@pytest.mark.parametrize("tokens", [1, 2, 31, 32, 90])
@pytest.mark.parametrize("gated", [False, True])
def test_it_is_a_loop_over_tokens_and_their_experts(tokens, gated, off):
    case = _case(tokens, gated)
    assert off(experts(*case), _loop(*case)) < 2e-6


@pytest.mark.parametrize("gated", [False, True])
def test_grouped_is_one_by_one_also_where_experts_get_nothing(gated, off):
    case = _case(64, gated, among=3)
    assert set(case[1].flatten().tolist()) <= {0, 1, 2}
    x, index, weight, up, down, gate, kind = case
    matrices = up, down, gate
    one = module._one_by_one(x, index, weight, matrices, kind)
    assert off(module._grouped(x, index, weight, matrices, kind), one) < 2e-6


def test_both_ways_give_the_same_gradients(off):
    found = []
    for way in (module._one_by_one, module._grouped):
        x, index, weight, up, down, gate, kind = _case(40, True)
        leaves = [t.requires_grad_() for t in (x, weight, up, down, gate)]
        way(x, index, weight, (up, down, gate), kind).square().sum().backward()
        found.append([leaf.grad for leaf in leaves])
    for one, other in zip(*found, strict=True):
        assert off(one, other) < 5e-6


def test_widths_that_no_grouped_product_takes_are_done_one_by_one(off):
    x, index, weight, up, down, _, kind = _case(60, False)
    odd = up[:, :7].contiguous(), down[:, :, :7].contiguous()
    got = experts(x, index, weight, *odd, None, kind)
    assert off(got, _loop(x, index, weight, *odd, None, kind)) < 2e-6


def test_bfloat16_sums_in_float32(off):
    case = _case(50, True, dtype=torch.bfloat16)
    wide = [t.float() if torch.is_tensor(t) and t.is_floating_point() else t for t in case]
    got = experts(*case)
    assert got.dtype == torch.bfloat16
    assert off(got, _loop(*wide)) < 0.02
