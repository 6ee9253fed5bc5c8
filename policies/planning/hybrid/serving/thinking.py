"""Reasoning that ends in time: by tokens, or by a deadline.

Legend: V vocabulary.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

# Reasoning ends with a line where one ends in this last part of its budget, and in these tokens.
LAST_PART, LAST_TOKENS = 8, 64
# Tokens of the answer for which time is kept within a deadline, and how much longer than recent
# ones they may take: of 60 answers on a busy machine 54 came too late by their median alone, 6 by
# 1.25 times that, none by this.
RESERVE, MARGIN = 64, 1.5
# Times between tokens by which the next ones are judged, and how many of them say something: a
# single one may have waited for another request's prompt.
RECENT, FEWEST = 32, 4


@dataclass(frozen=True, slots=True)
class Bounds:
    """When reasoning must end.

    Args:
        budget: Tokens after which it ends at the next newline.
        hard: Tokens after which it ends in any case.
        deadline_s: Seconds from the start to the end of the answer; None: no deadline.
    """

    budget: int
    hard: int
    deadline_s: float | None = None


def bounds(budget: int | None, max_new: int, deadline_ms: int | None = None) -> Bounds:
    """Bounds that leave room for `</think>` within the tokens asked for."""
    room = max(0, max_new - 1)
    hard = room if budget is None else min(budget, room)
    soft = hard - min(hard // LAST_PART, LAST_TOKENS)
    return Bounds(soft, hard, None if deadline_ms is None else deadline_ms / 1000)


class ThinkingConstraint:
    """Forces `</think>` when reasoning is over its bounds, and forbids to stop before it.

    Args:
        limit: When it must end.
        close: The token `</think>`.
        stops: Tokens that end an answer.
        newlines: (V,) whether a token's text ends a line.
        since: When the request came, by the clock; None: now.
        clock: Seconds.
    """

    def __init__(
        self,
        limit: Bounds,
        *,
        close: int,
        stops: frozenset[int],
        newlines: NDArray[np.bool_],
        since: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit, self._close, self._newlines, self._clock = limit, close, newlines, clock
        self._open = np.ones(len(newlines), np.bool_)
        self._open[list(stops)] = False
        self._forced = np.zeros(len(newlines), np.bool_)
        self._forced[close] = True
        self._started = clock() if since is None else since
        self._last, self.tokens = 0.0, 0
        self._gaps: deque[float] = deque(maxlen=RECENT)
        self._at_newline, self.is_over = True, False

    def allowed(self) -> NDArray[np.bool_] | None:
        """(V,) what may come next; None: all."""
        if self.is_over:
            return None
        return self._forced if self._must_end() else self._open

    def accept(self, token: int) -> None:
        """A token was chosen."""
        if self.is_over:
            return
        if token == self._close:
            self.is_over = True
            return
        now = self._clock()
        if self.tokens:  # the first token's time is the prompt's
            self._gaps.append(now - self._last)
        self._last = now
        self.tokens += 1
        self._at_newline = bool(self._newlines[token])

    def _must_end(self) -> bool:
        if self.tokens >= self._limit.hard or self._is_late():
            return True
        return self.tokens >= self._limit.budget and self._at_newline

    def _is_late(self) -> bool:
        if self._limit.deadline_s is None:
            return False
        each = median(self._gaps) if len(self._gaps) >= FEWEST else 0.0
        kept = MARGIN * RESERVE * each
        return self._clock() - self._started + kept >= self._limit.deadline_s
