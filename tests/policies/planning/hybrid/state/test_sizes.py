"""A pool says how much fits, and what it takes."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.state.pools import StatePool  # noqa: E402
from policies.planning.hybrid.state.sizes import PoolSizes, held_bytes, row_bytes  # noqa: E402


def test_a_slot_holds_what_its_table_and_all_pages_allow():
    assert PoolSizes(2, 10, page_size=4, max_pages=6).room == 24
    assert PoolSizes(2, 5, page_size=4, max_pages=6).room == 20


def test_bytes_are_those_of_the_tensors_and_a_row_is_a_slots_share(small):
    pool = StatePool(small("M*"), PoolSizes(3, 8, page_size=4))
    state, window, page = 4 * 8 * 6, (32 + 2 * 2 * 6) * 3, 2 * 4 * 2 * 10
    assert row_bytes(pool) == 4 * (state + window)
    assert held_bytes(pool) == 4 * (3 * (state + window) + 8 * page)
