"""The latest turn is found; the one used longest ago goes first; bytes are held to."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.engine.request import Request, Sampling  # noqa: E402
from policies.planning.hybrid.engine.session_cache import SessionCache, turn_keys  # noqa: E402
from policies.planning.hybrid.state.pools import StatePool  # noqa: E402
from policies.planning.hybrid.state.sizes import PoolSizes, row_bytes  # noqa: E402


@pytest.fixture
def pool(small):
    return StatePool(small(), PoolSizes(1, 16, page_size=4))


def asked(*tokens, ends):
    return Request(tokens, 1, Sampling(), frozenset(), (), ends)


def test_the_latest_turn_is_found_and_the_oldest_goes(pool):
    cache, slot = SessionCache(pool, 2, 1 << 30), pool.alloc()
    for request in (asked(1, 9, ends=(1,)), asked(1, 2, 9, ends=(1, 2))):
        pool.extend(slot, 1)
        cache.keep(turn_keys(request)[-1], slot)
    assert cache.find(turn_keys(asked(1, 2, 3, 4, ends=(1, 2, 3)))).tokens == 2
    assert cache.find(turn_keys(asked(1, 3, 4, ends=(1, 2)))).tokens == 1
    assert cache.find(turn_keys(asked(2, 1, ends=(1,)))) is None
    assert cache.find(turn_keys(asked(1, 2, ends=()))) is None
    cache.keep(turn_keys(asked(5, 9, ends=(1,)))[-1], slot)
    assert len(cache) == 2
    assert cache.find(turn_keys(asked(1, 2, 3, ends=(1, 2)))).tokens == 1
    while cache.evict():
        pass
    pool.free(slot)
    assert pool.pages.free == 16


def test_the_same_tokens_in_other_turns_are_another_state(pool):
    cache, slot = SessionCache(pool, 2, 1 << 30), pool.alloc()
    pool.extend(slot, 3)
    cache.keep(turn_keys(asked(1, 2, 3, 4, ends=(1, 3)))[-1], slot)
    assert cache.find(turn_keys(asked(1, 2, 3, 4, ends=(2, 3)))) is None
    assert cache.find(turn_keys(asked(1, 2, 3, 4, ends=(1, 3)))).tokens == 3


@pytest.mark.parametrize(("states", "kept"), [(0.5, 0), (1.0, 1), (2.5, 2), (9.0, 3)])
def test_no_more_bytes_are_kept_than_told(pool, states, kept):
    cache, slot = SessionCache(pool, 9, int(states * row_bytes(pool))), pool.alloc()
    pool.extend(slot, 1)
    for token in range(3):
        cache.keep(turn_keys(asked(token, 9, ends=(1,)))[-1], slot)
    assert len(cache) == kept
