"""Norms: the weight is applied before rounding, the gate before the norm, groups by themselves."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.layers.norms import RmsNorm, gated_group_norm  # noqa: E402


@torch.no_grad()
def test_the_weight_is_applied_before_rounding():
    norm = RmsNorm(64, 1e-5, dtype=torch.bfloat16, device=None)
    norm.weight.copy_(torch.randn(64))
    x = torch.randn(9, 64).bfloat16()
    wide = x.float()
    scaled = wide * (wide.square().mean(-1, keepdim=True) + 1e-5).rsqrt() * norm.weight.float()
    assert torch.equal(norm(x), scaled.bfloat16())


def test_each_group_is_normalised_after_the_gate():
    g = torch.Generator().manual_seed(0)
    y, gate = torch.randn(3, 8, generator=g), torch.randn(3, 8, generator=g)
    got = gated_group_norm(y, gate, torch.full((8,), 2.0), groups=2, eps=0.0)
    gated = y * gate * gate.sigmoid()
    for part in (slice(0, 4), slice(4, 8)):
        rows = gated[:, part]
        expected = 2.0 * rows / rows.square().mean(-1, keepdim=True).sqrt()
        assert torch.allclose(got[:, part], expected, atol=1e-5)
