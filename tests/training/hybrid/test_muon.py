"""Muon moves along orthogonal matrices, also of stacks."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.training.hybrid.muon import Muon, orthogonal  # noqa: E402


@pytest.mark.parametrize("shape", [(8, 8), (5, 12), (12, 5), (3, 6, 10)])
def test_singular_values_become_about_one(shape):
    drawn = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    values = torch.linalg.svdvals(orthogonal(drawn))
    assert values.shape[-1] == min(shape[-2:])
    assert float(values.max()) < 1.3
    assert float(values.median()) > 0.6


def test_a_stack_is_its_matrices_one_by_one():
    drawn = torch.randn(3, 6, 10, generator=torch.Generator().manual_seed(0))
    one = torch.stack([orthogonal(matrix) for matrix in drawn])
    assert torch.allclose(orthogonal(drawn), one, atol=1e-5)


def test_a_matrix_that_nobody_asks_stays_where_it_is():
    held = torch.nn.Parameter(torch.ones(2, 4, 4))
    optimiser, drawn = Muon([held], lr=0.1), torch.Generator().manual_seed(0)
    held.grad = torch.randn(2, 4, 4, generator=drawn)
    optimiser.step()
    held.grad[1] = 0.0
    before = held.detach().clone()
    optimiser.step()
    assert torch.equal(held[1], before[1])
    assert not torch.equal(held[0], before[0])


def test_it_finds_the_bottom_of_a_bowl():
    aim = torch.randn(6, 4, generator=torch.Generator().manual_seed(0))
    held = torch.nn.Parameter(torch.zeros(6, 4))
    optimiser = Muon([held], lr=0.05)
    for _ in range(200):
        optimiser.zero_grad()
        (held - aim).square().sum().backward()
        optimiser.step()
    assert float((held.detach() - aim).abs().max()) < 0.2
