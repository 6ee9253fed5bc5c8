"""The scan in kernels is the plain scan: lengths, chunks, types, steps that vanish or forget."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
pytest.importorskip("triton", reason="triton is missing (make test-kernels)")

from policies.planning.hybrid.kernels import ssd_prefill  # noqa: E402
from policies.planning.hybrid.layers import ssd as plain  # noqa: E402
from policies.planning.hybrid.layers.scan_inputs import ScanInputs  # noqa: E402


def _case(drawn, lengths, dtype=torch.float32, scale=1.0):
    draw, tokens = drawn(len(lengths)), sum(lengths)
    # As in the model, x, B and C are slices of one row.
    x, b, c = draw(tokens, 4 * 5 + 2 * 2 * 3, dtype=dtype).split([20, 6, 6], -1)
    inputs = ScanInputs(
        x=x.unflatten(-1, (4, 5)),
        dt=scale * draw(tokens, 4).abs(),
        a=-draw(4).abs(),
        b=b.unflatten(-1, (2, 3)),
        c=c.unflatten(-1, (2, 3)),
        d=draw(4),
    )
    return inputs, draw(len(lengths), 4, 5, 3)


def _both(run, inputs, lengths, initial, chunk):
    starts = torch.tensor([0, *lengths]).cumsum(0).int()
    how = {"starts": starts, "lengths": lengths, "initial": initial, "chunk": chunk}
    return run(ssd_prefill.ssd, inputs, **how), plain.ssd(inputs, **how)


@pytest.mark.parametrize(
    ("lengths", "chunk"), [((7, 1, 20), 8), ((1,), 16), ((40,), 32), ((33, 66), 12), ((130,), 128)]
)
def test_it_is_the_plain_twin(run, drawn, off, lengths, chunk):
    for got, expected in zip(*_both(run, *_split(drawn, lengths), chunk), strict=True):
        assert got.dtype == torch.float32
        assert off(got, expected) < 2e-6


def _split(drawn, lengths, **how):
    inputs, initial = _case(drawn, lengths, **how)
    return inputs, lengths, initial


@pytest.mark.parametrize("scale", [1e-9, 1e-5, 50.0])
def test_steps_that_vanish_and_steps_that_forget(run, drawn, off, scale):
    for got, expected in zip(*_both(run, *_split(drawn, (70,), scale=scale), 64), strict=True):
        assert off(got, expected) < 2e-6


def test_in_float16_sums_are_float32(run, drawn, off):
    found = _both(run, *_split(drawn, (9, 30), dtype=torch.float16), 16)
    for got, expected in zip(*found, strict=True):
        assert off(got, expected) < 3e-3
    assert [part.dtype for part in found[0]] == [torch.float16, torch.float32]


def test_float64_goes_to_the_plain_twin(drawn):
    inputs, lengths, initial = _split(drawn, (5,), dtype=torch.float64)
    wide = ScanInputs(*(getattr(inputs, part).double() for part in ScanInputs.__slots__))
    starts = torch.tensor([0, 5]).int()
    how = {"starts": starts, "lengths": lengths, "initial": initial.double(), "chunk": 4}
    got, expected = ssd_prefill.ssd(wide, **how), plain.ssd(wide, **how)
    assert [part.dtype for part in got] == [torch.float64] * 2
    assert torch.equal(got[0], expected[0])
