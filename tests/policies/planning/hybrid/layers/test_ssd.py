"""The scan in chunks is the recurrence, whatever the chunk and the split."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.layers.scan_inputs import ScanInputs  # noqa: E402
from policies.planning.hybrid.layers.ssd import ssd  # noqa: E402


def _inputs(tokens, seed=0, scale=1.0, dtype=torch.float32):
    g = torch.Generator().manual_seed(seed)
    draw = {"generator": g, "dtype": torch.float64}
    made = ScanInputs(
        x=torch.randn(tokens, 4, 5, **draw),
        dt=scale * torch.rand(tokens, 4, **draw),
        a=-4.0 * torch.rand(4, **draw),
        b=torch.randn(tokens, 2, 3, **draw),
        c=torch.randn(tokens, 2, 3, **draw),
        d=torch.randn(4, **draw),
    )
    return ScanInputs(*(getattr(made, f).to(dtype) for f in ("x", "dt", "a", "b", "c", "d")))


def _scanned(inputs, lengths, initial, chunk):
    starts = torch.tensor([0, *lengths]).cumsum(0).int()
    return ssd(inputs, starts=starts, lengths=lengths, initial=initial, chunk=chunk)


def _recurrence(inputs, lengths, initial):
    rows, ends, first = [], [], 0
    for sequence, length in enumerate(lengths):
        state = initial[sequence].clone()
        for t in range(first, first + length):
            for head in range(4):
                decay = torch.exp(inputs.dt[t, head] * inputs.a[head])
                added = torch.outer(inputs.x[t, head], inputs.b[t, head // 2])
                state[head] = decay * state[head] + inputs.dt[t, head] * added
            read = [state[h] @ inputs.c[t, h // 2] for h in range(4)]
            rows.append(torch.stack(read) + inputs.d[:, None] * inputs.x[t])
        ends.append(state)
        first += length
    return torch.stack(rows), torch.stack(ends)


@settings(max_examples=15, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 14), min_size=1, max_size=3).map(tuple),
    chunk=st.sampled_from([1, 2, 4, 7, 32]),
    seed=st.integers(0, 99),
)
def test_any_chunk_and_any_packing_is_the_recurrence(lengths, chunk, seed):
    inputs = _inputs(sum(lengths), seed, dtype=torch.float64)
    initial = torch.randn(len(lengths), 4, 5, 3, dtype=torch.float64)
    got = _scanned(inputs, lengths, initial, chunk)
    for value, expected in zip(got, _recurrence(inputs, lengths, initial), strict=True):
        assert torch.allclose(value, expected, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("scale", [1e-9, 1e-5, 1.0, 50.0])
def test_small_and_large_steps_keep_their_digits_in_float32(scale, off):
    exact, rough = (_inputs(60, scale=scale, dtype=d) for d in (torch.float64, torch.float32))
    initial = torch.randn(1, 4, 5, 3, dtype=torch.float64)
    got = _scanned(rough, (60,), initial.float(), 32)
    for value, expected in zip(got, _recurrence(exact, (60,), initial), strict=True):
        assert off(value, expected) < 3e-6


def test_no_gradient_is_lost_where_everything_is_forgotten():
    inputs = _inputs(20, scale=500.0)
    inputs.dt.requires_grad_()
    initial = torch.zeros(1, 4, 5, 3)
    _scanned(inputs, (20,), initial, 8)[0].sum().backward()
    assert inputs.dt.grad.isfinite().all()
