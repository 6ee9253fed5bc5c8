"""Copies of a sequence go on by themselves."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.state.pools import StatePool  # noqa: E402
from policies.planning.hybrid.state.sizes import PoolSizes  # noqa: E402
from policies.planning.hybrid.state.slots import OutOfSlotsError, SlotError  # noqa: E402


def run(model, pool, slot, tokens):
    before = pool.tokens(slot)
    pool.extend(slot, len(tokens))
    with torch.no_grad():
        return model.hidden(packed([tokens], slots=[slot], context=[before]), pool)


@pytest.mark.parametrize("count", [3, 4, 9])
def test_a_fork_and_a_snapshot_go_on_to_the_same_bits(small, made, drawn_tokens, count):
    model, pool = made(small()), StatePool(small(), PoolSizes(3, 24, page_size=4))
    slot = pool.alloc()
    run(model, pool, slot, drawn_tokens(count))
    kept, other = pool.snapshot(slot), pool.fork(slot)
    expected = run(model, pool, slot, drawn_tokens(5, seed=1))
    run(model, pool, other, drawn_tokens(5, seed=2))
    again = pool.restore(kept)
    assert torch.equal(run(model, pool, again, drawn_tokens(5, seed=1)), expected)
    for used in (slot, other, again):
        pool.free(used)
    pool.drop(kept)
    assert (pool.slots.free, pool.pages.free) == (3, 24)


def test_no_room_and_no_slot_are_told(small):
    pool = StatePool(small(), PoolSizes(1, 1, page_size=4))
    slot = pool.alloc()
    with pytest.raises(OutOfSlotsError, match="no page is free"):
        pool.extend(slot, 5)
    pool.free(slot)
    with pytest.raises(SlotError):
        pool.free(slot)
    assert pool.pages.free == 1


def test_bytes_of_nano_are_those_of_the_formula():
    from policies.planning.hybrid.presets import preset

    sizes = PoolSizes(1, 1, page_size=16)
    pool = StatePool(preset("nano-30b-a3b"), sizes, dtype=torch.bfloat16, device="meta")
    states = [pool.layer(index) for index in range(52)]
    fixed = sum(x.nbytes for s in states for x in (s.conv, s.ssm) if x is not None)
    assert sum(s.kv.nbytes for s in states if s.kv is not None) == 16 * 6144
    assert fixed == 23 * (64 * 64 * 128 * 4 + 6144 * 3 * 2)
