"""Goes through bags one after the other, so that a bad one hides none of the good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_files import bag_files


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


def listed(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Bags, where a folder of a run or a suite stands for those in it.

    A path that holds a bag itself, or none in two levels of folders, is given as it is.
    """
    return tuple(bag for path in paths for bag in _within(path) or [path])


def _within(path: Path) -> list[Path]:
    if not path.is_dir() or _is_bag(path):
        return []
    inner = sorted(found for depth in ("*", "*/*") for found in path.glob(depth))
    return [folder for folder in inner if folder.is_dir() and _is_bag(folder)]


def _is_bag(folder: Path) -> bool:
    try:
        return bool(bag_files(folder))
    except BagError:
        return False
