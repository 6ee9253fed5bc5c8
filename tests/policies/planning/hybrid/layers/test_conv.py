"""The convolution of packed sequences sees nothing of a neighbour, and goes on from its window."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.layers.conv import conv_prefill  # noqa: E402


def _run(x, lengths, initial, weight, bias):
    starts = torch.tensor([0, *lengths]).cumsum(0).int()
    return conv_prefill(x, weight, bias, starts=starts, lengths=lengths, initial=initial)


@pytest.mark.parametrize("lengths", [(1,), (2, 1, 3), (9, 4)])
def test_it_is_torchs_own_convolution_of_each_sequence(lengths):
    g = torch.Generator().manual_seed(0)
    x, initial = (torch.randn(*s, generator=g) for s in ((sum(lengths), 5), (len(lengths), 5, 3)))
    weight, bias = torch.randn(5, 4, generator=g), torch.randn(5, generator=g)
    got, final = _run(x, lengths, initial, weight, bias)
    for before, part, out, after in zip(
        initial, x.split(lengths), got.split(lengths), final, strict=True
    ):
        whole = torch.cat([before, part.t()], 1)
        expected = torch.nn.functional.conv1d(whole[None], weight[:, None], bias, groups=5)
        assert torch.allclose(out, torch.nn.functional.silu(expected[0].t()), atol=1e-5)
        assert torch.equal(after, whole[:, -3:])
