"""Computes something of an episode once, however many metrics ask for it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from physai_sim.evaluation.episode import Episode

T = TypeVar("T")


def once_per_episode(function: Callable[[Episode], T]) -> Callable[[Episode], T]:
    """A function of an episode whose answer is kept until the episode is gone.

    Metrics share what is dear to compute (lanes, boxes, gaps). The answer must not hold the
    episode itself, or neither would ever be freed, and nobody may change it.

    Args:
        function: Of the episode alone; same episode, same answer.
    """
    kept: WeakKeyDictionary[Episode, T] = WeakKeyDictionary()

    @functools.wraps(function)
    def found(episode: Episode) -> T:
        if episode not in kept:
            kept[episode] = function(episode)
        return kept[episode]

    return found
