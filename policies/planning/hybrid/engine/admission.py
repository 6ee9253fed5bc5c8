"""Who gets a slot: one that finds pages for all it may take in, so that none ends half-way."""

from __future__ import annotations

from policies.planning.hybrid.engine.sequence import Sequence
from policies.planning.hybrid.engine.session_cache import SessionCache
from policies.planning.hybrid.state.pools import StatePool


def has_room(sequence: Sequence, pool: StatePool, sessions: SessionCache) -> bool:
    """Whether slot and pages are free; kept turns make room, the one it would go on from last."""
    while pool.slots.free:
        kept = sessions.find(sequence.request)
        shared = min(kept.tokens // pool.sizes.page_size, len(kept.pages)) if kept else 0
        if pool.pages.free >= pool.pages_for(sequence.most) - shared:
            return True
        if not sessions.evict():
            break
    return False


def seat(sequence: Sequence, pool: StatePool, sessions: SessionCache) -> None:
    """Give it a slot that goes on from the latest of its turns that is kept.

    Raises:
        OutOfSlotsError: If there is no room after all.
    """
    kept = sessions.find(sequence.request)
    sequence.slot = pool.alloc() if kept is None else pool.restore(kept)
    pool.reserve(sequence.slot, sequence.most)
    sequence.taken = sequence.cached = 0 if kept is None else kept.tokens
