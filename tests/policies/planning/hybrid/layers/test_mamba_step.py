"""One step is a scan of one token, in any slots, and rounding by chance is right on average."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.layers.mamba_step import mamba_step  # noqa: E402
from policies.planning.hybrid.layers.state import LayerState  # noqa: E402


@pytest.fixture
def mixer(small, made):
    return made(small("M")).layers[0].mixer


def _pool(mixer, slots=5):
    g, b = torch.Generator().manual_seed(1), mixer.sizes
    conv = torch.randn(slots, b.channels, b.conv_kernel - 1, generator=g)
    return conv, torch.randn(slots, b.heads, b.head_dim, b.state, generator=g)


@pytest.mark.parametrize("slots", [[2], [0, 1, 2], [3, 0, 4], [1, -1], [4, 2, -1, -1]])
@torch.no_grad()
def test_a_step_is_a_scan_of_one_token(mixer, slots, off):
    conv, ssm = _pool(mixer)
    x = torch.randn(len(slots), 24, generator=torch.Generator().manual_seed(2))
    many = sum(slot >= 0 for slot in slots)
    state = LayerState(conv=conv.clone(), ssm=ssm.clone())
    batch = packed([[0]] * many, slots=slots[:many], context=[1] * many)
    expected = mixer._scan(mixer.in_proj(x[:many]), batch, state)
    got = mamba_step(mixer.in_proj(x), mixer.weights(), conv, ssm, torch.tensor(slots).int())
    assert got.isfinite().all()
    assert off(got[:many], expected) < 2e-6
    assert off(conv, state.conv) < 2e-6
    assert off(ssm, state.ssm) < 2e-6


@torch.no_grad()
def test_only_named_slots_change(mixer):
    conv, ssm = _pool(mixer)
    before = conv.clone(), ssm.clone()
    x = mixer.in_proj(torch.ones(2, 24))
    mamba_step(x, mixer.weights(), conv, ssm, torch.tensor([3, 1]).int())
    for now, old in zip((conv, ssm), before, strict=True):
        assert torch.equal(now[[0, 2, 4]], old[[0, 2, 4]])
        assert not torch.equal(now[1], old[1])


@torch.no_grad()
def test_rounding_by_chance_depends_on_the_place_alone(mixer):
    conv, ssm = _pool(mixer)
    x, kept = mixer.in_proj(torch.ones(1, 24)), []
    for place in (1, 1, 2, None):
        states = ssm.half()
        places = None if place is None else torch.tensor([place])
        slots = torch.tensor([2]).int()
        mamba_step(x, mixer.weights(), conv.clone(), states, slots, places=places)
        kept.append(states)
    assert torch.equal(kept[0], kept[1])
    assert not torch.equal(kept[0], kept[2])
    assert not torch.equal(kept[0], kept[3])
    assert (kept[0].float() - kept[3].float()).abs().max() < 5e-3
