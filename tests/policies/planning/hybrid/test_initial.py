"""Weights to begin with: equal seeds give equal ones, and steps and rates are in range."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.initial import initialise  # noqa: E402
from policies.planning.hybrid.model import HybridModel  # noqa: E402


def test_equal_seeds_give_equal_weights(small):
    first, second, other = (HybridModel(small()) for _ in range(3))
    for model, seed in ((first, 3), (second, 3), (other, 4)):
        initialise(model, seed)
    for name, parameter in first.named_parameters():
        assert torch.equal(parameter, second.get_parameter(name)), name
    assert not torch.equal(first.embeddings.weight, other.embeddings.weight)


@torch.no_grad()
def test_steps_and_rates_are_in_their_ranges(small):
    model = HybridModel(small("M"))
    initialise(model, 0)
    mixer = model.layers[0].mixer
    steps = torch.nn.functional.softplus(mixer.dt_bias)
    assert float(steps.min()) >= 0.99e-3
    assert float(steps.max()) <= 1.01e-1
    assert float(mixer.A_log.exp().min()) >= 1.0
    assert float(mixer.A_log.exp().max()) <= 16.0
