"""One request that the engine runs.

Legend: V vocabulary.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policies.planning.hybrid.engine.request import Event, Finish, Request, Usage
from policies.planning.hybrid.engine.session_cache import turn_keys
from policies.planning.hybrid.engine.ticket import Ticket


class Sequence:
    """Tokens of a request, and how many of them its slot has taken in.

    Args:
        request: What is asked.
        room: Tokens that a slot may hold.

    Attributes:
        turns: Keys of its turns in the session cache.
    """

    def __init__(self, request: Request, room: int) -> None:
        self.request, self.ticket, self._room = request, Ticket(), room
        self.tokens = list(request.tokens)
        self.turns = turn_keys(request)
        self.slot, self.taken, self.cached = -1, 0, 0

    @property
    def is_prefill(self) -> bool:
        """Whether more than the newest token is to be taken in."""
        return len(self.tokens) - self.taken > 1

    @property
    def most(self) -> int:
        """Tokens that its slot takes in at most; the last one that is drawn is not."""
        return min(len(self.request.tokens) + self.request.max_new - 1, self._room)

    def piece(self, budget: int) -> list[int]:
        """What is taken in next.

        Cuts are at multiples of the budget and at ends of turns, wherever the slot began, so that
        a prompt that goes on from a kept state is cut as one that begins from nothing.
        """
        later = (end for end in self.request.turn_ends if end > self.taken)
        next_budget = (self.taken // budget + 1) * budget
        return self.tokens[self.taken : min(next_budget, *later, len(self.tokens))]

    def usage(self) -> Usage:
        """Tokens so far."""
        prompt = len(self.request.tokens)
        return Usage(prompt, self.cached, len(self.tokens) - prompt)

    def allowed(self) -> NDArray[np.bool_] | None:
        """What all constraints allow next, shape (V,); None: everything.

        Raises:
            ValueError: If nothing is left.
        """
        masks = [m for c in self.request.constraints if (m := c.allowed()) is not None]
        if not masks:
            return None
        allowed: NDArray[np.bool_] = np.logical_and.reduce(masks)
        if not allowed.any():
            raise ValueError("constraints leave no token")
        return allowed

    def accept(self, token: int) -> Finish | None:
        """Add a token that was drawn, and say whether the answer ends with it."""
        self.tokens.append(token)
        for constraint in self.request.constraints:
            constraint.accept(token)
        if token in self.request.stop_tokens:
            return "stop"
        return "length" if len(self.tokens) > self.most else None

    def tell(self, token: int | None, finish: Finish | None, error: str | None = None) -> None:
        """An event for the asker."""
        self.ticket.put(Event(token, finish, error, self.usage()))
