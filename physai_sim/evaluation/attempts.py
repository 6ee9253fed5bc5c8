"""Plays an episode until its policy keeps an attempt at it."""

from __future__ import annotations

from collections.abc import Callable

from physai_sim.core.protocols import EndEpisode


def play_until_kept(play: Callable[[], None], *, remove: Callable[[], None]) -> None:
    """Play an episode, and again as long as the policy discards it.

    Args:
        play: Plays and records it.
        remove: Leaves nothing of what `play` recorded.

    Raises:
        EndEpisode: If the policy wants to play no more; nothing of the attempt is left.
    """
    while not _is_kept(play, remove):
        pass


def _is_kept(play: Callable[[], None], remove: Callable[[], None]) -> bool:
    """Play once."""
    try:
        play()
    except EndEpisode as ended:
        remove()
        if ended.wish != "discard":
            raise
        return False
    return True
