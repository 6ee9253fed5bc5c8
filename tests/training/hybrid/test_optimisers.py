"""Every weight is moved by exactly one optimiser, and what should not decay does not."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.training.hybrid.muon import Muon  # noqa: E402
from physai_sim.training.hybrid.optimisers import optimisers, set_rate  # noqa: E402
from physai_sim.training.hybrid.run import learner  # noqa: E402
from policies.planning.hybrid.model import HybridModel  # noqa: E402


@pytest.mark.parametrize("kind", ["adamw", "muon"])
def test_every_weight_is_moved_once(kind):
    model = HybridModel(learner("M*E-"))
    made = optimisers(model, kind, lr=1e-3)
    moved = [p for o in made for group in o.param_groups for p in group["params"]]
    assert len(moved) == len({id(p) for p in moved}) == len(list(model.parameters()))
    assert any(isinstance(o, Muon) for o in made) == (kind == "muon")


def test_norms_and_numbers_of_heads_do_not_decay():
    model = HybridModel(learner("M*E-"))
    adam = optimisers(model, "adamw", lr=1e-3)[0]
    still = {id(p) for g in adam.param_groups if g["weight_decay"] == 0.0 for p in g["params"]}
    for name, parameter in model.named_parameters():
        assert (id(parameter) in still) == (parameter.dim() < 2 or "conv1d" in name), name


def test_the_rate_is_set_for_all():
    made = optimisers(HybridModel(learner("M*")), "muon", lr=1e-3)
    set_rate(made, 0.5)
    assert {group["lr"] for optimiser in made for group in optimiser.param_groups} == {0.5}
