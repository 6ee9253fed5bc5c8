"""Rounding by chance: the neighbours above and below, and x on average."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.layers.rounding import stochastic_half  # noqa: E402


def test_the_mean_over_draws_is_what_was_rounded():
    x = torch.tensor([1.0 + 0.3 * 2**-10, -3.0 - 0.7 * 2**-9, 100.01, 1e-3])
    g = torch.Generator().manual_seed(0)
    drawn = stochastic_half(x.expand(20_000, -1).contiguous(), g).double()
    step = x.abs().log2().floor().exp2() * 2**-10
    assert (((drawn.mean(0) - x) / step).abs() < 0.02).all()
    assert (((drawn - x) / step).abs() < 1.0).all()


def test_what_float16_has_stays_as_it_is():
    x = torch.tensor([0.0, 1.0, -2.5, 65504.0, 2.0**-24, torch.inf])
    assert torch.equal(stochastic_half(x, torch.Generator().manual_seed(0)), x.half())


def test_no_number_stays_no_number():
    drawn = stochastic_half(torch.full((9,), torch.nan), torch.Generator().manual_seed(0))
    assert drawn.isnan().all()
