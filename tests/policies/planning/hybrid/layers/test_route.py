"""The best K by score and bias, weighed by score alone."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.layers.route import route  # noqa: E402


def test_it_chooses_by_score_and_bias_and_weighs_by_score():
    logits = torch.tensor([[0.0, 2.0, -1.0, 1.0]])
    bias = torch.tensor([0.0, -1.0, 1.0, 0.0])
    index, weight = route(logits, bias, top_k=2, scale=2.5, normalise=True)
    assert index.tolist() == [[2, 3]]
    scores = logits[0].sigmoid()[[2, 3]]
    assert torch.allclose(weight[0], 2.5 * scores / scores.sum())


def test_scores_that_are_all_nothing_weigh_nothing():
    logits = torch.full((1, 4), -200.0)
    _, weight = route(logits, torch.zeros(4), top_k=2, scale=2.5, normalise=True)
    assert torch.equal(weight, torch.zeros(1, 2))


def test_without_a_bias_a_softmax_chooses():
    logits = torch.tensor([[0.0, 2.0, -1.0, 1.0]])
    index, weight = route(logits, None, top_k=2, scale=1.0, normalise=False)
    assert index.tolist() == [[1, 3]]
    assert torch.allclose(weight[0], logits[0].softmax(0)[[1, 3]])
