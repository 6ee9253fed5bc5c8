"""How much a pool holds, and what it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policies.planning.hybrid.state.pools import StatePool


@dataclass(frozen=True, slots=True)
class PoolSizes:
    """Room of a pool.

    Args:
        slots: Sequences.
        pages: Of keys and values, for all sequences together.
        page_size: Tokens of a page.
        max_pages: Of one sequence.
    """

    slots: int
    pages: int
    page_size: int = 16
    max_pages: int = 64

    @property
    def room(self) -> int:
        """Tokens that one slot may hold."""
        return min(self.max_pages, self.pages) * self.page_size


def row_bytes(pool: StatePool) -> int:
    """What a snapshot copies besides a page [B]."""
    return sum(rows[0].nbytes for rows in pool.rows)


def held_bytes(pool: StatePool) -> int:
    """What all slots and pages take [B]."""
    return sum(tensor.nbytes for tensor in (*pool.rows, *pool.kv))
