"""One request that the engine runs."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from policies.planning.hybrid.engine.request import Event, Finish, Request, Usage
from policies.planning.hybrid.engine.sampling import sample
from policies.planning.hybrid.engine.ticket import Ticket


class Sequence:
    """Tokens of a request, and how many of them its slot has taken in."""

    def __init__(self, request: Request) -> None:
        self.request, self.ticket = request, Ticket()
        self.tokens = list(request.tokens)
        self.slot, self.taken, self.cached = -1, 0, 0
        self._generator = torch.Generator().manual_seed(request.sampling.seed)

    @property
    def is_prefill(self) -> bool:
        """Whether more than the newest token is to be taken in."""
        return len(self.tokens) - self.taken > 1

    def usage(self) -> Usage:
        """Tokens so far."""
        prompt = len(self.request.tokens)
        return Usage(prompt, self.cached, len(self.tokens) - prompt)

    def choose(self, scores: Tensor) -> Finish | None:
        """Draw the next token and tell it.

        Args:
            scores: Of this request alone, shape (V,).

        Raises:
            ValueError: If scores are not numbers, or constraints leave no token.
        """
        if bool(torch.isnan(scores).any()):
            raise ValueError("the model's scores are not numbers")
        scores = self._masked(scores.cpu())
        token = sample(scores, self.request.sampling, self._generator)
        self.tokens.append(token)
        for constraint in self.request.constraints:
            constraint.accept(token)
        finish: Finish | None = "stop" if token in self.request.stop_tokens else None
        if finish is None and self.usage().generated >= self.request.max_new:
            finish = "length"
        return finish

    def tell(self, token: int | None, finish: Finish | None, error: str | None = None) -> None:
        """An event for the asker."""
        self.ticket.put(Event(token, finish, error, self.usage()))

    def _masked(self, scores: Tensor) -> Tensor:
        masks = [m for c in self.request.constraints if (m := c.allowed()) is not None]
        if not masks:
            return scores
        allowed = torch.from_numpy(np.logical_and.reduce(masks))
        if not bool(allowed.any()):
            raise ValueError("constraints leave no token")
        return scores.masked_fill(~allowed, -torch.inf)
