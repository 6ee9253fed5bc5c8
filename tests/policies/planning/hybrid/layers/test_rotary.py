"""Rotary positions: lengths stay, and products tell only how far apart two tokens are."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.layers.rotary import rotate  # noqa: E402


def test_products_depend_on_distance_alone():
    g = torch.Generator().manual_seed(0)
    q, k = (torch.randn(1, 1, 8, generator=g, dtype=torch.float64) for _ in range(2))

    def product(first, second):
        turned = rotate(q, torch.tensor([first]), 1e4), rotate(k, torch.tensor([second]), 1e4)
        return float((turned[0] * turned[1]).sum())

    assert product(3, 1) == pytest.approx(product(103, 101), rel=1e-5)
    assert product(3, 1) != pytest.approx(product(3, 2), rel=1e-3)


def test_the_first_place_is_not_turned_and_no_length_changes():
    x = torch.randn(5, 2, 8)
    turned = rotate(x, torch.arange(5), 1e4)
    assert torch.equal(turned[0], x[0])
    assert torch.allclose(turned.norm(dim=-1), x.norm(dim=-1), atol=1e-5)
