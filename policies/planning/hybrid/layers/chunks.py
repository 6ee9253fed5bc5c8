"""Packed sequences cut into chunks of one length, ordered so that a scan can go column by column.

Column j holds the j-th chunk of every sequence that has one; sequences of most chunks come first,
so that those that go on are always the first rows of a column.

Legend: T tokens, S sequences, M chunks of Q tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

# Rows that may be computed for each that is real.
MOST_FILLED = 2


@dataclass(frozen=True, slots=True)
class Chunks:
    """No chunk holds tokens of two sequences; the last of each is filled with zeros.

    Args:
        lengths: Tokens of each sequence, none of them zero.
        most: Tokens of a chunk at most; it is less where every sequence is shorter.
    """

    lengths: tuple[int, ...]
    most: int

    @property
    def size(self) -> int:
        """Q."""
        return min(self.most, max(self.lengths))

    @property
    def counts(self) -> tuple[int, ...]:
        """Chunks of each sequence."""
        size = self.size
        return tuple(-(-length // size) for length in self.lengths)

    @property
    def order(self) -> list[int]:
        """Sequences by falling number of chunks."""
        counts = self.counts
        return sorted(range(len(counts)), key=lambda sequence: -counts[sequence])

    @property
    def columns(self) -> list[int]:
        """Chunks of each column."""
        counts = self.counts
        return [sum(count > column for count in counts) for column in range(max(counts))]

    def split(self, x: Tensor) -> Tensor:
        """Cut, shape (T, ...) to (M, Q, ...), column after column."""
        size = self.size
        if len(self.lengths) == 1:
            missing = -self.lengths[0] % size
            whole = torch.cat([x, x.new_zeros(missing, *x.shape[1:])]) if missing else x
        else:
            whole = x.new_zeros(sum(self.counts) * size, *x.shape[1:])
            whole = whole.index_copy(0, self._places(x.device), x)
        cut: Tensor = whole.unflatten(0, (-1, size))
        return cut

    def join(self, x: Tensor) -> Tensor:
        """Put together again, shape (M, Q, ...) to (T, ...)."""
        flat = x.flatten(0, 1)
        if len(self.lengths) == 1:
            return flat[: self.lengths[0]]
        return flat.index_select(0, self._places(x.device))

    def _places(self, device: torch.device) -> Tensor:
        """Row of each token among the rows of all chunks, shape (T,)."""
        return _places(self, device)


@lru_cache(maxsize=32)
def _places(chunks: Chunks, device: torch.device) -> Tensor:
    """Kept, since every block of a model asks for the same."""
    size, columns = chunks.size, chunks.columns
    firsts = [sum(columns[:column]) for column in range(len(columns))]
    ranks = {sequence: rank for rank, sequence in enumerate(chunks.order)}
    rows: list[Tensor] = []
    for sequence, (length, many) in enumerate(zip(chunks.lengths, chunks.counts, strict=True)):
        begins = torch.tensor([first + ranks[sequence] for first in firsts[:many]])
        tokens = begins[:, None] * size + torch.arange(size)
        rows.append(tokens.flatten()[:length])
    return torch.cat(rows).to(device)


def side_by_side(lengths: tuple[int, ...]) -> Chunks | None:
    """One row for each sequence, if there are many and they are about equally long.

    Returns:
        None where filling would cost more than taking them one by one.
    """
    longest = max(lengths)
    few = len(lengths) == 1 or longest * len(lengths) > MOST_FILLED * sum(lengths)
    return None if few else Chunks(lengths, longest)
