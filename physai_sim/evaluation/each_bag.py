"""Goes through bags one after the other, so that a bad one hides none of the good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from physai_sim.core.errors import BagError


def each_bag(bags: Sequence[Path], take: Callable[[int, Path], None]) -> list[dict[str, str]]:
    """Take every bag.

    Args:
        bags: Where they are.
        take: Takes the number of a bag and its place; what it had of a bag that fails is its own.

    Returns:
        `bag` and `reason` of each that cannot be read.

    Raises:
        BagError: If none can be read.
    """
    unreadable = []
    for number, bag in enumerate(bags):
        reason = _reason(take, number, bag, alone=len(bags) == 1)
        if reason is not None:
            unreadable.append({"bag": str(bag), "reason": reason})
    if len(unreadable) == len(bags):
        reasons = "; ".join(one["reason"] for one in unreadable)
        raise BagError(f"none of the bags can be read: {reasons}")
    return unreadable


def _reason(
    take: Callable[[int, Path], None], number: int, bag: Path, *, alone: bool
) -> str | None:
    """Why a bag cannot be read; None if it can."""
    try:
        take(number, bag)
    except BagError as error:
        if alone:
            raise
        return str(error)
    return None
