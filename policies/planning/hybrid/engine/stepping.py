"""Steps of the model: a piece of one prompt, or a token for each of many answers.

Legend: S sequences, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from policies.planning.hybrid.batch import Batch, packed
from policies.planning.hybrid.engine.graphs import Graphs
from policies.planning.hybrid.engine.sampling import COLD, Draws, draws, sample
from policies.planning.hybrid.engine.sequence import Sequence as Running
from policies.planning.hybrid.kernels import choose
from policies.planning.hybrid.model import HybridModel
from policies.planning.hybrid.state.pools import StatePool

Logits = Callable[[Batch, StatePool], Tensor]


class Stepper:
    """Runs steps; on a card those of decoding as graphs, one for each size of batch.

    Args:
        model: In evaluation.
        pool: Its states.
        decode: Gives logits of a step of decoding; the model's own if not told.
    """

    def __init__(self, model: HybridModel, pool: StatePool, decode: Logits | None = None) -> None:
        self._model, self._pool = model, pool
        self._device = pool.page_table.device
        plain = decode or self._logits

        def drawn(batch: Batch, how: Draws | None, allowed: Tensor | None) -> Tensor:
            return _drawn(plain(batch, pool), how, allowed)

        vocabulary = model.config.vocab_size
        with torch.no_grad():
            # Plain twins look at numbers here and there, which cannot be recorded.
            is_recorded = self._device.type == "cuda" and choose.on_kernels(self._device)
        self._drawn = Graphs(drawn, vocabulary, self._device) if is_recorded else drawn

    @torch.no_grad()
    def warm(self) -> None:
        """A step of one answer that changes nothing: what a first step makes is made now."""
        batch = packed([[0]], slots=[-1], context=[0], device=self._device)
        self._drawn(batch, None, None)

    @torch.no_grad()
    def step(
        self,
        group: Sequence[Running],
        pieces: Sequence[list[int]],
        masks: Sequence[NDArray[np.bool_] | None],
    ) -> list[int]:
        """Take pieces in, and draw a token after each; -1 where scores are not numbers.

        Args:
            group: Sequences that have room.
            pieces: What each takes in.
            masks: What may be drawn, shape (V,) each; None: everything.
        """
        slots, context = [s.slot for s in group], [s.taken for s in group]
        batch = packed(pieces, slots=slots, context=context, device=self._device)
        places = [s.taken + len(piece) for s, piece in zip(group, pieces, strict=True)]
        wishes = [s.request.sampling for s in group]
        # Where nobody wants chance, nothing is sorted: that takes long in a large vocabulary.
        is_cold = all(wish.temperature < COLD for wish in wishes)
        how = None if is_cold else draws(wishes, places, self._device)
        allowed = self._allowed(masks)
        if batch.is_decode:
            return self._told(self._drawn(batch, how, allowed))
        return self._told(_drawn(self._logits(batch, self._pool), how, allowed))

    def take_in(self, sequence: Running, piece: list[int]) -> None:
        """Take in a piece of a prompt after which nothing is drawn."""
        with torch.no_grad():
            context = [sequence.taken]
            batch = packed([piece], slots=[sequence.slot], context=context, device=self._device)
            self._model.hidden(batch, self._pool)

    def _logits(self, batch: Batch, pool: StatePool) -> Tensor:
        hidden = self._model.hidden(batch, pool)
        return self._model.logits(hidden[batch.starts[1:].long() - 1])

    def _allowed(self, masks: Sequence[NDArray[np.bool_] | None]) -> Tensor | None:
        if all(mask is None for mask in masks):
            return None
        every = torch.ones(len(masks), self._model.config.vocab_size, dtype=torch.bool)
        for row, mask in zip(every, masks, strict=True):
            if mask is not None:
                row.copy_(torch.from_numpy(mask))
        return every.to(self._device)

    @staticmethod
    def _told(tokens: Tensor) -> list[int]:
        """The one place that waits for the device."""
        found: list[int] = tokens.tolist()
        return found


def _drawn(logits: Tensor, how: Draws | None, allowed: Tensor | None) -> Tensor:
    """Tokens, shape (S,); -1 where scores are no numbers, or nothing allowed has any chance."""
    good = ~torch.isnan(logits).any(-1)
    if allowed is not None:
        logits = logits.masked_fill(~allowed, -torch.inf)
    good &= logits.amax(-1).isfinite()
    tokens = logits.argmax(-1) if how is None else sample(logits, how)
    return torch.where(good, tokens, -1)
