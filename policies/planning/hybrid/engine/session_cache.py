"""States at the ends of turns, found again by the tokens that led to them."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np

from policies.planning.hybrid.engine.request import Request
from policies.planning.hybrid.state.pools import Snapshot, StatePool
from policies.planning.hybrid.state.sizes import row_bytes


class SessionCache:
    """Snapshots by their turns; the one that was used longest ago goes first.

    Args:
        pool: That holds the pages.
        most: Snapshots at once; 0: none is kept.
        most_bytes: Of their rows, which are copies; their pages belong to the pool.
    """

    def __init__(self, pool: StatePool, most: int, most_bytes: int) -> None:
        self._pool, self._most, self._most_bytes = pool, most, most_bytes
        self._kept: OrderedDict[bytes, Snapshot] = OrderedDict()

    def __len__(self) -> int:
        """Snapshots that are kept."""
        return len(self._kept)

    def keep(self, key: bytes, slot: int) -> None:
        """Remember a slot that has taken in all turns of that key; room is made first."""
        size = row_bytes(self._pool)
        if key in self._kept or not self._most or size > self._most_bytes:
            return
        most = min(self._most, self._most_bytes // size) if size else self._most
        while len(self._kept) >= most or (self._kept and not self._pool.pages.free):
            self.evict()
        if self._pool.pages.free:
            self._kept[key] = self._pool.snapshot(slot)

    def find(self, keys: Sequence[bytes]) -> Snapshot | None:
        """The state at the latest of some turns that is kept."""
        for key in reversed(keys):
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        return None

    def loose(self) -> set[int]:
        """Pages that nobody else holds: they come back when all is forgotten."""
        held = Counter(page for kept in self._kept.values() for page in kept.pages)
        return {page for page, many in held.items() if self._pool.pages.holders(page) == many}

    def evict(self) -> bool:
        """Forget the one used longest ago; False if there is none."""
        if not self._kept:
            return False
        self._pool.drop(self._kept.popitem(last=False)[1])
        return True


def turn_keys(request: Request) -> list[bytes]:
    """A digest of each turn and all before it, so that long beginnings are read once."""
    return list(_chain(request.tokens, request.turn_ends))


def _chain(tokens: Sequence[int], ends: Sequence[int]) -> Iterator[bytes]:
    digest, first = b"", 0
    for end in ends:
        turn = np.asarray(tokens[first:end], np.int64).tobytes()
        # Cuts decide the last bits of a state, so that equal tokens in other turns are another.
        digest = blake2b(digest + turn, digest_size=16).digest()
        yield digest
        first = end
