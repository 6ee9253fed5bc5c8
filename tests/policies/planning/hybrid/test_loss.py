"""The loss of packed sequences is that of each alone; biases even out the loads of experts."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.loss import Balancer, next_token_loss, targets  # noqa: E402


def test_nothing_predicts_the_first_token_of_the_next_sequence():
    asked, target = targets(packed([[5, 6, 7], [8], [9, 1]]))
    assert asked.tolist() == [0, 1, 4]
    assert target.tolist() == [6, 7, 1]


def test_only_counted_tokens_are_asked():
    counted = torch.tensor([True, False, True, True])
    asked, target = targets(packed([[5, 6, 7, 8]]), counted)
    assert asked.tolist() == [1, 2]
    assert target.tolist() == [7, 8]
    assert counted[0]


def test_the_loss_is_the_mean_over_all_sequences():
    batch, logits = packed([[1, 2, 3], [0, 2]]), torch.randn(5, 4)
    shares = logits.log_softmax(-1)
    expected = -(shares[0, 2] + shares[1, 3] + shares[3, 2]) / 3
    assert torch.allclose(next_token_loss(logits, batch), expected)


def test_where_nothing_is_counted_nothing_is_lost():
    loss = next_token_loss(torch.randn(2, 4, requires_grad=True), packed([[1], [2]]))
    assert float(loss.detach()) == 0.0
    loss.backward()


def test_biases_even_out_the_loads_and_weights_stay(small, made, drawn_tokens):
    model = made(small("EE"))
    router = model.layers[0].mixer.gate
    router.e_score_correction_bias.zero_()
    router.e_score_correction_bias[0] = 1.0
    weights, batch = router.weight.detach().clone(), packed([drawn_tokens(200)])
    seen = []
    with torch.no_grad(), Balancer(model, rate=0.05) as balancer:
        for _ in range(40):
            model.hidden(batch)
            seen.append(balancer.imbalance())
            balancer.step()
    assert seen[0] > 2.0
    assert seen[-1] < 1.6
    assert torch.equal(router.weight, weights)


def test_outside_of_its_context_nothing_is_counted(small, made, drawn_tokens):
    model = made(small("E"))
    balancer = Balancer(model, rate=0.1)
    with balancer:
        pass
    with torch.no_grad():
        model.hidden(packed([drawn_tokens(9)]))
    assert float(balancer.loads[0].sum()) == 0.0


def test_a_softmax_router_has_no_bias_to_move(qwen, made):
    assert Balancer(made(qwen), rate=0.1).loads == []
