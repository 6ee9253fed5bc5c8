"""How much is read into memory: a file of a few bytes can unfold to more than a machine has."""

from __future__ import annotations

from pathlib import Path

from physai_sim.core.errors import DatasetError

LIMIT_BYTES = 4_000_000_000
LARGEST_SIDE_PX = 8192


def check_size(path: Path, size_px: tuple[int, int]) -> None:
    """Refuse pictures that no camera takes.

    Raises:
        DatasetError: If a side is 0 or too long.
    """
    if not 0 < min(size_px) <= max(size_px) <= LARGEST_SIDE_PX:
        expected = f"sides of 1 to {LARGEST_SIDE_PX} pixels"
        raise DatasetError("no size of a picture", where=str(path), got=size_px, expected=expected)


def check_bytes(path: Path, count: int, limit_bytes: int) -> None:
    """Refuse what would not fit.

    Raises:
        DatasetError: If it is more than the limit.
    """
    if count > limit_bytes:
        expected = f"at most {limit_bytes} bytes in memory"
        raise DatasetError(
            "too large to be checked", where=str(path), got=count, expected=expected
        )
