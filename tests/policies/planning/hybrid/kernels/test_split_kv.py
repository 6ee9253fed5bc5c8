"""Attention in parts over pages is attention, whatever lies beyond a slot's tokens."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
pytest.importorskip("triton", reason="triton is missing (make test-kernels)")

from policies.planning.hybrid.kernels import split_kv  # noqa: E402
from policies.planning.hybrid.layers.decode_attention import (  # noqa: E402
    decode_attention as plain,
)

# What float16 leaves of the shares of tokens.
CLOSE = {torch.float32: 2e-6, torch.float16: 2e-3}


def _case(drawn, lengths, slots, dtype=torch.float32, page=4, head=24):
    """Pages in no order; what no slot holds is no number."""
    draw, pages = drawn(0), 24
    kv = torch.full((2, 4 * pages, page, 2, head), torch.nan, dtype=dtype)
    order = torch.randperm(4 * pages, generator=torch.Generator().manual_seed(1))
    table = order.view(4, pages).int()
    for slot, length in zip(slots, lengths, strict=True):
        for token in range(length if slot >= 0 else 0):
            where = table[slot, token // page], token % page
            kv[:, where[0], where[1]] = draw(2, 2, head, dtype=dtype)
    q = draw(len(slots), 6, head, dtype=dtype)
    return q, kv, table, torch.tensor(slots).int(), torch.tensor(lengths).int()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
@pytest.mark.parametrize(
    ("lengths", "slots"), [((1,), (3,)), ((90, 5, 64), (2, 0, 1)), ((65, 1, 1), (1, 3, -1))]
)
def test_it_is_the_plain_twin(run, drawn, off, lengths, slots, dtype):
    case = _case(drawn, lengths, slots, dtype)
    real = sum(slot >= 0 for slot in slots)
    got, expected = run(split_kv.decode_attention, *case), plain(*case)
    assert got.dtype == dtype
    assert off(got[:real], expected[:real]) < CLOSE[dtype]
    assert torch.equal(got[real:], torch.zeros_like(got[real:]))


def test_keys_and_values_of_eight_bits(run, drawn, off):
    q, kv, *rest = _case(drawn, (90, 5), (2, 0))
    kv = kv.to(torch.float8_e4m3fn)
    assert off(run(split_kv.decode_attention, q, kv, *rest), plain(q, kv, *rest)) < 2e-6


@pytest.mark.parametrize(("head", "page"), [(16, 1), (10, 3), (32, 16)])
def test_heads_and_pages_of_any_size(run, drawn, off, head, page):
    case = _case(drawn, (20, 7), (0, 2), page=page, head=head)
    assert off(run(split_kv.decode_attention, *case), plain(*case)) < 2e-6


@pytest.mark.parametrize("rising", [-6.0, 6.0])
def test_a_part_of_more_than_one_block_keeps_its_largest_score(run, drawn, off, rising):
    """Scores fall or rise along the sequence, so that earlier sums are kept or forgotten."""
    draw, length, page = drawn(2), 8_300, 256
    kv = draw(2, 33, page, 1, 16)
    kv[0].view(-1, 16)[:, 0] = torch.linspace(0.0, rising, 33 * page)
    kv[1].view(-1, 16)[:, 1] = torch.arange(33 * page) % 128 < split_kv.BLOCK
    q = draw(1, 2, 16)
    q[..., 0] = 8.0
    one = torch.zeros(1, dtype=torch.int32)
    case = q, kv, torch.arange(33).int()[None], one, one + length
    assert length > split_kv._parts(1, 33 * page) * split_kv.BLOCK
    assert off(run(split_kv.decode_attention, *case), plain(*case)) < 2e-6


def test_one_row_is_split_over_the_card_and_many_are_not():
    assert split_kv._parts(2, 16_384) == 128
    assert split_kv._parts(64, 16_384) == 4
    assert split_kv._parts(1024, 16_384) == 1
    assert split_kv._parts(2, 40) == 1
