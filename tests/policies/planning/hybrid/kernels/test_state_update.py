"""One step in two launches is the plain step, in any slots; others keep what they hold."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
pytest.importorskip("triton", reason="triton is missing (make test-kernels)")

from policies.planning.hybrid.config import MambaConfig  # noqa: E402
from policies.planning.hybrid.kernels import state_update  # noqa: E402
from policies.planning.hybrid.layers.mamba_step import mamba_step  # noqa: E402
from policies.planning.hybrid.layers.mamba_weights import MambaWeights  # noqa: E402

SIZES = MambaConfig(heads=4, head_dim=10, state=6, groups=2, conv_kernel=4, chunk=8)


def _case(drawn, slots, *, dtype=torch.float32, ssm_dtype=torch.float32, dt=0.0, sizes=SIZES):
    draw = drawn(3)
    weights = MambaWeights(
        conv_weight=draw(sizes.channels, sizes.conv_kernel, dtype=dtype),
        conv_bias=draw(sizes.channels, dtype=dtype),
        dt_bias=draw(sizes.heads) + dt,
        a_log=draw(sizes.heads),
        d=draw(sizes.heads),
        norm_weight=draw(sizes.inner, dtype=dtype),
        norm_eps=1e-5,
        sizes=sizes,
    )
    conv = draw(6, sizes.channels, sizes.conv_kernel - 1, dtype=dtype)
    ssm = draw(6, sizes.heads, sizes.head_dim, sizes.state, dtype=ssm_dtype)
    projected = draw(len(slots), sizes.projected, dtype=dtype)
    return projected, weights, conv, ssm, torch.tensor(slots).int()


def _held(run, off, case, close):
    projected, weights, conv, ssm, slots = case
    windows, states = conv.clone(), ssm.clone()
    expected = mamba_step(projected, weights, windows, states, slots)
    got = run(state_update.mamba_step, *case)
    real = slots >= 0
    assert got.dtype == projected.dtype
    assert off(got[real], expected[real]) < close
    assert torch.equal(got[~real], torch.zeros_like(got[~real]))
    assert torch.equal(conv, windows)
    assert off(ssm, states) < close
    others = [slot for slot in range(6) if slot not in slots.tolist()]
    assert torch.equal(ssm[others], states[others])


@pytest.mark.parametrize("slots", [[5], [3, 0, 4], [2, -1]])
def test_it_is_the_plain_twin(run, drawn, off, slots):
    _held(run, off, _case(drawn, slots), 2e-6)


def test_rows_that_fill_a_bucket_change_nothing(run, drawn):
    case = _case(drawn, [-1, -1])
    before = case[2].clone(), case[3].clone()
    assert not run(state_update.mamba_step, *case).any()
    assert torch.equal(case[2], before[0])
    assert torch.equal(case[3], before[1])


@pytest.mark.parametrize("dt", [-12.0, 25.0])
def test_steps_that_vanish_and_steps_that_forget(run, drawn, off, dt):
    _held(run, off, _case(drawn, [1, 2], dt=dt), 2e-6)


def test_a_window_of_two_taps(run, drawn, off):
    sizes = MambaConfig(heads=2, head_dim=20, state=3, groups=1, conv_kernel=2, chunk=8)
    _held(run, off, _case(drawn, [1, 0], sizes=sizes), 2e-6)


def test_bfloat16_is_rounded_where_the_twin_rounds(run, drawn, off):
    _held(run, off, _case(drawn, [4, 1], dtype=torch.bfloat16), 0.02)


def test_states_of_float16_are_rounded_to_nearest(run, drawn, off):
    _held(run, off, _case(drawn, [4, 1], ssm_dtype=torch.float16), 2e-6)


def test_rounding_by_chance_is_the_twins_and_depends_on_the_place_alone(run, drawn, off):
    projected, weights, conv, ssm, slots = _case(drawn, [4, 1, 2], ssm_dtype=torch.float16)
    projected, places = projected[:1].repeat(3, 1), torch.tensor([7, 7, 8])
    ssm, conv = ssm[:1].repeat(6, 1, 1, 1), conv[:1].repeat(6, 1, 1)
    windows, states = conv.clone(), ssm.clone()
    expected = mamba_step(projected, weights, windows, states, slots, places=places)
    got = run(state_update.mamba_step, projected, weights, conv, ssm, slots, places=places)
    assert off(got, expected) < 2e-6
    # The last bit before rounding may differ, and then what it is rounded to.
    assert (ssm != states).float().mean() < 0.01
    assert torch.equal(ssm[4], ssm[1])
    assert not torch.equal(ssm[4], ssm[2])
