"""A slot is given where all pages are free, or kept turns can go."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.engine.admission import has_room, seat  # noqa: E402
from policies.planning.hybrid.engine.sequence import Sequence  # noqa: E402
from policies.planning.hybrid.engine.session_cache import SessionCache, turn_keys  # noqa: E402
from policies.planning.hybrid.state.pools import StatePool  # noqa: E402
from policies.planning.hybrid.state.sizes import PoolSizes  # noqa: E402


@pytest.fixture
def held(small):
    """A pool of two slots and six pages of four tokens, and its cache."""
    pool = StatePool(small(), PoolSizes(2, 6, page_size=4))
    return pool, SessionCache(pool, 4, 1 << 30)


def keep(request, pool, sessions):
    slot = pool.alloc()
    pool.extend(slot, request.turn_ends[-1])
    sessions.keep(turn_keys(request)[-1], slot)
    pool.free(slot)


def test_kept_turns_go_where_pages_are_needed_but_not_the_one_that_is_gone_on_from(held, ask):
    pool, sessions = held
    keep(ask(range(9), ends=(8,)), *held)
    keep(ask(range(1, 10), ends=(8,)), *held)
    assert pool.pages.free == 2
    made = Sequence(ask(range(9), 8, ends=(8,)), pool.sizes.room)  # four pages, two of them kept
    assert has_room(made, *held)
    assert len(sessions) == 2
    seat(made, *held)
    assert (made.taken, made.cached, pool.pages.free) == (8, 8, 0)
    other = Sequence(ask([5]), pool.sizes.room)
    assert has_room(other, *held)
    assert len(sessions) == 1  # the older one of those that nobody needs


def test_kept_turns_stay_where_they_make_no_room_anyway(held, ask):
    pool, sessions = held
    keep(ask(range(9), ends=(8,)), *held)
    seat(Sequence(ask([1], 8), pool.sizes.room), *held)  # two pages of six
    large = Sequence(ask([5], 20), pool.sizes.room)  # five
    assert not has_room(large, *held)
    assert len(sessions) == 1
    assert has_room(Sequence(ask([5], 16), pool.sizes.room), *held)
    assert len(sessions) == 0


def test_pages_that_a_running_request_holds_too_count_for_one_that_goes_on_from_them(held, ask):
    pool, sessions = held
    keep(ask(range(9), ends=(8,)), *held)
    seat(Sequence(ask(range(9), 8, ends=(8,)), pool.sizes.room), *held)  # two of its own
    assert (pool.pages.free, sessions.loose()) == (2, set())
    assert has_room(Sequence(ask(range(9), 8, ends=(8,)), pool.sizes.room), *held)
    assert not has_room(Sequence(ask(range(1, 10), 8), pool.sizes.room), *held)
    assert len(sessions) == 1


def test_there_is_no_room_without_a_slot_or_pages(held, ask):
    pool, _ = held
    first = Sequence(ask([1], 20), pool.sizes.room)
    seat(first, *held)
    assert not has_room(Sequence(ask([1], 8), pool.sizes.room), *held)
    assert has_room(Sequence(ask([1], 4), pool.sizes.room), *held)
    seat(Sequence(ask([1], 1), pool.sizes.room), *held)
    assert not has_room(Sequence(ask([1], 1), pool.sizes.room), *held)
