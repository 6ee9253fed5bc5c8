"""One query over pages is attention over tokens in order, whatever the rest of a page holds."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.layers.attention import causal  # noqa: E402
from policies.planning.hybrid.layers.decode_attention import decode_attention  # noqa: E402


def test_pages_are_read_in_the_order_of_the_table(off):
    g = torch.Generator().manual_seed(0)
    kv = torch.full((2, 9, 4, 2, 8), torch.nan)
    table = torch.tensor([[7, 2, -1], [0, 0, 0], [5, 8, 1]], dtype=torch.int32)
    slots, lengths = torch.tensor([2, 0, -1]).int(), torch.tensor([9, 5, 1]).int()
    q, kept = torch.randn(3, 4, 8, generator=g), []
    for slot, length in ((2, 9), (0, 5)):
        rows = torch.randn(2, length, 2, 8, generator=g)
        for token in range(length):
            kv[:, table[slot, token // 4], token % 4] = rows[:, token]
        kept.append(rows)
    kv[:, 0, 0] = 0.0
    got = decode_attention(q, kv, table, slots, lengths)
    assert got[2].isfinite().all()
    for place, (keys, values) in enumerate(kept):
        assert off(got[place], causal(q[place : place + 1], keys, values)[0]) < 2e-6
