"""One step of the model: sequences behind one another, without padding.

Legend: S sequences, T tokens in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What the model takes in at once.

    Args:
        tokens: Shape (T,), int64.
        starts: Sequence s has `tokens[starts[s]:starts[s + 1]]`, shape (S + 1,), int32.
        lengths: The same on the host, so that nothing has to wait for the device.
        slots: Row of each sequence in the pool of states, shape (S,), int32. -1 is a row that
            fills a bucket: it changes nothing. Such rows come last, and only where every
            length is one.
        context: Tokens that each slot has taken in before, shape (S,), int32.
        context_lengths: The same on the host.
    """

    tokens: Tensor
    starts: Tensor
    lengths: tuple[int, ...]
    slots: Tensor
    context: Tensor
    context_lengths: tuple[int, ...]

    @property
    def is_decode(self) -> bool:
        """Whether each sequence adds one token: state is updated, not scanned."""
        return len(self.lengths) == self.tokens.shape[0]

    def positions(self) -> Tensor:
        """Place of each token in its sequence, shape (T,), int64."""
        context = self.context.long()
        if self.is_decode:
            return context
        counts = self.starts.diff()  # of what is on the device: nothing waits
        first = torch.repeat_interleave(
            context - self.starts[:-1].long(), counts, output_size=self.tokens.shape[0]
        )
        return first + torch.arange(self.tokens.shape[0], device=context.device)


def packed(
    sequences: Sequence[Sequence[int]],
    *,
    slots: Sequence[int] | None = None,
    context: Sequence[int] | None = None,
    device: torch.device | str = "cpu",
) -> Batch:
    """Put sequences behind one another.

    Args:
        sequences: Tokens of each, at least one token.
        slots: Rows of the pool; 0, 1, 2, ... if not told.
        context: Tokens taken in before; none if not told.
        device: Where the tensors go.
    """
    lengths = tuple(len(tokens) for tokens in sequences)
    assert all(lengths), "a sequence has a token at least"
    rows = list(range(len(lengths))) if slots is None else list(slots)
    before = (0,) * len(lengths) if context is None else tuple(context)
    flat = [token for tokens in sequences for token in tokens]
    return Batch(
        tokens=torch.tensor(flat, dtype=torch.int64, device=device),
        starts=_int32(list(accumulate(lengths, initial=0)), device),
        lengths=lengths,
        slots=_int32(rows, device),
        context=_int32(list(before), device),
        context_lengths=before,
    )


def _int32(values: list[int], device: torch.device | str) -> Tensor:
    return torch.tensor(values, dtype=torch.int32, device=device)
