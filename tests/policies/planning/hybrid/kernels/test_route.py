"""The same experts with the same weights; a bias chooses and does not weigh."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
pytest.importorskip("triton", reason="triton is missing (make test-kernels)")

from policies.planning.hybrid.kernels.route import route  # noqa: E402
from policies.planning.hybrid.layers.route import route as plain  # noqa: E402


@pytest.mark.parametrize("normalise", [False, True])
@pytest.mark.parametrize("biased", [False, True])
@pytest.mark.parametrize(("experts", "top_k"), [(9, 3), (16, 1), (128, 6)])
def test_it_is_the_plain_twin(run, drawn, off, experts, top_k, biased, normalise):
    draw = drawn(experts)
    logits, bias = draw(5, experts), 0.3 * draw(experts) if biased else None
    how = {"top_k": top_k, "scale": 2.5, "normalise": normalise}
    index, weight = run(route, logits, bias, **how)
    expected = plain(logits, bias, **how)
    assert index.dtype == torch.int64
    assert torch.equal(index, expected[0])
    assert off(weight, expected[1]) < 1e-6


def test_a_token_that_is_no_number_still_asks_experts_that_there_are(run):
    logits = torch.full((1, 9), torch.nan)
    index, _ = run(route, logits, torch.zeros(9), top_k=3, scale=1.0, normalise=True)
    assert ((index >= 0) & (index < 9)).all()
