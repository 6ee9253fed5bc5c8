"""Closing many things: all of them, also where one cannot be closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Closes(Protocol):
    """What is kept or left out in the end."""

    def close(self, *, keep: bool) -> None:
        """Give it its place, or leave nothing."""


def close_all(found: Iterable[Closes], *, keep: bool) -> None:
    """Close each in order; the first error is raised in the end.

    Args:
        found: What to close.
        keep: Whether it is kept.
    """
    errors = [error for one in found if (error := _error_of(one, keep=keep)) is not None]
    if errors:
        raise errors[0]


def _error_of(one: Closes, *, keep: bool) -> Exception | None:
    try:
        one.close(keep=keep)
    except Exception as error:
        return error
    return None
