"""A step of decoding recorded once for each size of batch, and played again, on a card.

Why: one step calls hundreds of kernels, and calling them takes longer than what they do.

Legend: S sequences, B rows of a bucket, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import torch
from torch import Tensor

from policies.planning.hybrid.batch import Batch, packed
from policies.planning.hybrid.engine.request import Sampling
from policies.planning.hybrid.engine.sampling import Draws, draws

Step = Callable[[Batch, Draws | None, Tensor | None], Tensor]
STEP = 32  # rows by which large buckets differ
WARM_UPS = 3  # libraries choose and allocate in their first calls, which cannot be recorded


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Tensors that stay where they are; rows behind the last sequence change nothing."""

    batch: Batch
    how: Draws
    allowed: Tensor

    def fill(self, batch: Batch, how: Draws | None, allowed: Tensor | None) -> None:
        """Write S sequences into the B rows."""
        count = len(batch.lengths)
        self.batch.slots.fill_(-1)
        pairs = [(self.batch.tokens, batch.tokens), (self.batch.slots, batch.slots)]
        pairs += [(self.batch.context, batch.context)]
        if how is not None:
            pairs += [(getattr(self.how, f.name), getattr(how, f.name)) for f in fields(how)]
        for room, given in pairs:
            room[:count].copy_(given)
        if allowed is None:
            self.allowed.fill_(1)
        else:
            self.allowed[:count].copy_(allowed)


def bucket(count: int) -> int:
    """The least power of two that is not smaller, or of many the least multiple of `STEP`."""
    return 1 << (count - 1).bit_length() if count <= STEP else -(-count // STEP) * STEP


def empty_inputs(rows: int, vocabulary: int, device: torch.device | str) -> Inputs:
    """Rows that change nothing."""
    batch = packed([[0]] * rows, slots=[-1] * rows, context=[0] * rows, device=device)
    how = draws([Sampling()] * rows, [0] * rows, device)
    return Inputs(batch, how, torch.ones(rows, vocabulary, dtype=torch.bool, device=device))


class Graphs:
    """Called as the step itself; records what it has not seen.

    Args:
        step: Works on the card alone, and waits for nothing.
        vocabulary: V.
        device: The card.
    """

    def __init__(self, step: Step, vocabulary: int, device: torch.device) -> None:
        self._step, self._vocabulary, self._device = step, vocabulary, device
        self._made: dict[tuple[int, bool], tuple[Inputs, torch.cuda.CUDAGraph, Tensor]] = {}
        self._room: Any = None

    def __call__(self, batch: Batch, how: Draws | None, allowed: Tensor | None) -> Tensor:
        """Tokens, shape (S,)."""
        count = len(batch.lengths)
        kind = bucket(count), how is not None
        if kind not in self._made:
            self._made[kind] = self._recorded(kind[0], is_drawn=kind[1])
        inputs, graph, tokens = self._made[kind]
        inputs.fill(batch, how, allowed)
        graph.replay()
        return tokens[:count]

    def _recorded(
        self, rows: int, *, is_drawn: bool
    ) -> tuple[Inputs, torch.cuda.CUDAGraph, Tensor]:
        inputs = empty_inputs(rows, self._vocabulary, self._device)
        given = inputs.batch, inputs.how if is_drawn else None, inputs.allowed
        side = torch.cuda.Stream(self._device)
        side.wait_stream(torch.cuda.current_stream(self._device))
        with torch.cuda.stream(side):
            for _ in range(WARM_UPS):
                self._step(*given)
        torch.cuda.current_stream(self._device).wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        # One is played at a time, so all of them share what they need meanwhile.
        self._room = self._room or torch.cuda.graph_pool_handle()
        with torch.cuda.graph(graph, pool=self._room):
            tokens = self._step(*given)
        return inputs, graph, tokens
