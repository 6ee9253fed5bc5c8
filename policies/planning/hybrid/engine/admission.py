"""Who gets a slot: one that finds pages for all it may take in, so that none ends half-way."""

from __future__ import annotations

from policies.planning.hybrid.engine.sequence import Sequence
from policies.planning.hybrid.engine.session_cache import SessionCache
from policies.planning.hybrid.state.pools import StatePool


def has_room(sequence: Sequence, pool: StatePool, sessions: SessionCache) -> bool:
    """Whether slot and pages are free; kept turns make room, the one it would go on from last.

    They are not forgotten for one that would have to wait all the same.
    """
    if not pool.slots.free:
        return False
    need, loose = pool.pages_for(sequence.most), sessions.loose()
    others = [page for page in _shared(sequence, pool, sessions) if page not in loose]
    if pool.pages.free + len(loose) + len(others) < need:
        return False
    while pool.pages.free < need - len(_shared(sequence, pool, sessions)):
        if not sessions.evict():
            return False
    return True


def _shared(sequence: Sequence, pool: StatePool, sessions: SessionCache) -> tuple[int, ...]:
    """Pages that it would take over from a turn that is kept."""
    kept = sessions.find(sequence.turns)
    return kept.pages[: kept.tokens // pool.sizes.page_size] if kept else ()


def seat(sequence: Sequence, pool: StatePool, sessions: SessionCache) -> None:
    """Give it a slot that goes on from the latest of its turns that is kept.

    Raises:
        OutOfSlotsError: If there is no room after all.
    """
    kept = sessions.find(sequence.turns)
    sequence.slot = pool.alloc() if kept is None else pool.restore(kept)
    pool.reserve(sequence.slot, sequence.most)
    sequence.taken = sequence.cached = 0 if kept is None else kept.tokens
