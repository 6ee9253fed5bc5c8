"""The bias shifts the choice and not the weights; weights sum to the scale."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.config import MoeConfig  # noqa: E402
from policies.planning.hybrid.layers.router import Router  # noqa: E402


def _router(**changes):
    sizes = {"experts": 6, "top_k": 2, "width": 8, "scale": 2.5} | changes
    router = Router(10, MoeConfig(**sizes), device=None)
    g = torch.Generator().manual_seed(0)
    router.weight.data = torch.randn(router.weight.shape, generator=g)
    return router, torch.randn(20, 10, generator=g)


@torch.no_grad()
def test_the_bias_shifts_the_choice():
    router, x = _router()
    router.e_score_correction_bias[4] = 5.0
    index, _ = router(x)
    assert (index == 4).any(1).all()


@torch.no_grad()
def test_the_bias_does_not_enter_the_weights():
    router, x = _router()
    before, old = router(x)
    router.e_score_correction_bias += torch.tensor([0.3, -0.2, 0.1, 0.0, -0.3, 0.2])
    after, new = router(x)
    scores = torch.sigmoid(x @ router.weight.t())
    same = (before.sort(1)[0] == after.sort(1)[0]).all(1)
    assert 0 < int(same.sum()) < len(x)
    assert torch.allclose(old[same].sort(1)[0], new[same].sort(1)[0])
    raw = scores.gather(1, after)
    assert torch.allclose(new, 2.5 * raw / raw.sum(1, keepdim=True))


@pytest.mark.parametrize("kind", ["sigmoid", "softmax"])
@torch.no_grad()
def test_weights_sum_to_the_scale_if_they_are_normalised(kind):
    router, x = _router(router=kind)
    assert torch.allclose(router(x)[1].sum(1), torch.tensor(2.5))
    router, x = _router(router=kind, normalise=False)
    assert not torch.allclose(router(x)[1].sum(1), torch.tensor(2.5))


@torch.no_grad()
def test_scores_are_float32_in_a_model_of_bfloat16():
    router, x = _router()
    assert router(x.bfloat16())[1].dtype == torch.float32
