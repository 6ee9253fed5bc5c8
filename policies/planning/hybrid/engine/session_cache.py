"""States at the ends of turns, found again by the tokens that led to them."""

from __future__ import annotations

from collections import OrderedDict

from policies.planning.hybrid.state.pools import Snapshot, StatePool

Tokens = tuple[int, ...]


class SessionCache:
    """Snapshots by their tokens; the one that was used longest ago goes first.

    Args:
        pool: That holds the pages.
        most: Snapshots at once; 0: none is kept.
    """

    def __init__(self, pool: StatePool, most: int) -> None:
        self._pool, self._most = pool, most
        self._kept: OrderedDict[Tokens, Snapshot] = OrderedDict()

    def keep(self, tokens: Tokens, slot: int) -> None:
        """Remember a slot that took in these tokens; room is made first."""
        if self._most == 0 or tokens in self._kept:
            return
        while len(self._kept) >= self._most or (self._kept and not self._pool.pages.free):
            self.evict()
        if self._pool.pages.free:
            self._kept[tokens] = self._pool.snapshot(slot)

    def find(self, tokens: Tokens) -> Snapshot | None:
        """The longest beginning that leaves at least one token to take in."""
        fits = [key for key in self._kept if len(key) < len(tokens) and _begins(tokens, key)]
        if not fits:
            return None
        best = max(fits, key=len)
        self._kept.move_to_end(best)
        return self._kept[best]

    def evict(self) -> bool:
        """Forget the one used longest ago; False if there is none."""
        if not self._kept:
            return False
        self._pool.drop(self._kept.popitem(last=False)[1])
        return True


def _begins(tokens: Tokens, key: Tokens) -> bool:
    return tokens[: len(key)] == key
