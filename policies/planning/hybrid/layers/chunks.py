"""Packed sequences cut into chunks of one length.

Legend: T tokens, M chunks of Q tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Chunks:
    """No chunk holds tokens of two sequences; the last of each is filled with zeros.

    Args:
        lengths: Tokens of each sequence, none of them zero.
        most: Tokens of a chunk at most; it is less where every sequence is shorter.
    """

    lengths: tuple[int, ...]
    most: int

    @cached_property
    def size(self) -> int:
        """Q."""
        return min(self.most, max(self.lengths))

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """Chunks of each sequence."""
        return tuple(-(-length // self.size) for length in self.lengths)

    def split(self, x: Tensor) -> Tensor:
        """Cut, shape (T, ...) to (M, Q, ...)."""
        if len(self.lengths) == 1:
            missing = self.counts[0] * self.size - self.lengths[0]
            whole = torch.cat([x, x.new_zeros(missing, *x.shape[1:])]) if missing else x
        else:
            whole = x.new_zeros(sum(self.counts) * self.size, *x.shape[1:])
            whole = whole.index_copy(0, self._places(x.device), x)
        cut: Tensor = whole.unflatten(0, (-1, self.size))
        return cut

    def join(self, x: Tensor) -> Tensor:
        """Put together again, shape (M, Q, ...) to (T, ...)."""
        flat = x.flatten(0, 1)
        if len(self.lengths) == 1:
            return flat[: self.lengths[0]]
        return flat.index_select(0, self._places(x.device))

    def _places(self, device: torch.device) -> Tensor:
        """Row of each token among the rows of all chunks, shape (T,)."""
        rows, first = list[Tensor](), 0
        for length, many in zip(self.lengths, self.counts, strict=True):
            rows.append(torch.arange(first, first + length, device=device))
            first += many * self.size
        return torch.cat(rows)
