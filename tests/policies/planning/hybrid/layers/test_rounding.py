"""Rounding by chance: the neighbours above and below, and x on average."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.layers.rounding import stochastic_half  # noqa: E402

X = torch.tensor([1.0 + 0.3 * 2**-10, -3.0 - 0.7 * 2**-9, 100.01, 1e-3])
STEP = X.abs().log2().floor().exp2() * 2**-10


def test_the_mean_over_places_is_what_was_rounded():
    drawn = stochastic_half(X.expand(20_000, -1).contiguous(), torch.arange(20_000)).double()
    assert (((drawn.mean(0) - X) / STEP).abs() < 0.02).all()
    assert (((drawn - X) / STEP).abs() < 1.0).all()


def test_so_is_the_mean_over_the_numbers_of_one_place():
    drawn = stochastic_half(X[None, :, None].repeat(1, 1, 20_000), torch.tensor([7])).double()
    assert (((drawn[0].mean(-1) - X) / STEP).abs() < 0.02).all()


def test_neighbours_in_place_and_number_are_rounded_apart_from_each_other():
    x = torch.full((400, 400), 1.0 + 0.5 * 2**-10)
    up = (stochastic_half(x, torch.arange(400)) > 1.0).double() - 0.5
    for one, next_one in ((up[1:], up[:-1]), (up[:, 1:], up[:, :-1])):
        assert abs(float((one * next_one).mean())) < 5 * 0.25 / 400


def test_a_sequence_is_rounded_alike_beside_any_other():
    x, places = torch.randn(3, 5, 7), torch.tensor([9, 2, 9])
    three = stochastic_half(x, places)
    for row in range(3):
        assert torch.equal(stochastic_half(x[row : row + 1], places[row : row + 1])[0], three[row])
    assert torch.equal(stochastic_half(x[:1], places[:1]), stochastic_half(x[:1], places[2:]))


def test_small_changes_add_up_which_rounding_to_nearest_loses():
    kept = nearest = torch.ones(1, 1000).half()
    for place in range(300):
        kept = stochastic_half(kept.float() + 2.0**-13, torch.tensor([place]))
        nearest = stochastic_half(nearest.float() + 2.0**-13, None)
    assert abs(float(kept.float().mean()) - (1.0 + 300 * 2.0**-13)) < 1e-3
    assert (nearest == 1.0).all()


def test_what_float16_has_stays_as_it_is():
    x = torch.tensor([[0.0, 1.0, -2.5, 65504.0, 65_510.0, 2.0**-24, torch.inf]])
    for place in range(50):
        assert torch.equal(stochastic_half(x, torch.tensor([place])), x.half())


def test_no_number_stays_no_number():
    assert stochastic_half(torch.full((9, 1), torch.nan), torch.arange(9)).isnan().all()
