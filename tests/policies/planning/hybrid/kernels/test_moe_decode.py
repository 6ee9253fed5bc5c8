"""Experts read where they stand give what the plain twin gives."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
pytest.importorskip("triton", reason="triton is missing (make test-kernels)")

from policies.planning.hybrid.kernels import moe_decode  # noqa: E402
from policies.planning.hybrid.layers import experts as twin  # noqa: E402

CLOSE = {torch.float32: 2e-6, torch.bfloat16: 0.02}


def _case(drawn, tokens, gated, dtype=torch.float32, width=40, inner=24):
    draw = drawn(tokens)
    up, gate = draw(7, inner, width, dtype=dtype), draw(7, inner, width, dtype=dtype)
    down, x = draw(7, width, inner, dtype=dtype), draw(tokens, width, dtype=dtype)
    index = draw(tokens, 7).topk(3)[1]
    weight, kind = draw(tokens, 3).abs(), "swiglu" if gated else "relu2"
    return x, index, weight, up, down, gate if gated else None, kind


@pytest.mark.parametrize("gated", [False, True])
@pytest.mark.parametrize("tokens", [1, 5])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_it_is_the_plain_twin(run, drawn, off, tokens, gated, dtype):
    case = _case(drawn, tokens, gated, dtype)
    got = run(moe_decode.experts, *case)
    assert got.dtype == dtype
    assert off(got, twin.experts(*case)) < CLOSE[dtype]


@pytest.mark.parametrize(("width", "inner"), [(515, 17), (33, 1030)])
def test_widths_that_no_block_divides(run, drawn, off, width, inner):
    case = _case(drawn, 1, True, width=width, inner=inner)
    assert off(run(moe_decode.experts, *case), twin.experts(*case)) < 2e-6


def test_many_pairs_are_sorted_and_grouped(drawn, monkeypatch):
    asked = []
    monkeypatch.setattr(twin, "experts", lambda *case: asked.append(case))
    case = _case(drawn, 30, False, torch.bfloat16)
    moe_decode.experts(*case)
    assert [len(one[0]) for one in asked] == [30]
