"""The longest beginning is found; the one used longest ago goes first."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.engine.session_cache import SessionCache  # noqa: E402
from policies.planning.hybrid.state.pools import PoolSizes, StatePool  # noqa: E402


def test_the_longest_beginning_is_found_and_the_oldest_goes(small):
    pool = StatePool(small(), PoolSizes(1, 16, page_size=4))
    cache, slot = SessionCache(pool, 2), pool.alloc()
    for tokens in ((1,), (1, 2)):
        pool.extend(slot, 1)
        cache.keep(tokens, slot)
    assert cache.find((1, 2, 3)).tokens == 2
    assert cache.find((1, 2)).tokens == 1
    assert cache.find((2, 1)) is None
    cache.keep((5,), slot)
    assert cache.find((1, 2, 3)).tokens == 1
    while cache.evict():
        pass
    pool.free(slot)
    assert pool.pages.free == 16
