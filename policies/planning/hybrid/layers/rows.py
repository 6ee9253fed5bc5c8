"""The rows of a pool that one step reads and writes.

Legend: S sequences.
"""

from __future__ import annotations

import torch
from torch import Tensor

from policies.planning.hybrid.layers.padding import real, unless_empty


class PoolRows:
    """Rows of a pool by slot: a view where they stand side by side, else a copy that goes back.

    On the host slots are looked at; on a device nothing waits for them.

    Args:
        slots: Shape (S,); -1 is a row that changes nothing, such rows come last.
    """

    def __init__(self, slots: Tensor) -> None:
        self._slots, self._first = slots, -1
        self.all_real = False
        self._index = slots
        if slots.device.type == "cpu" and not torch.compiler.is_compiling():
            known = slots.tolist()
            self.all_real = known[-1] >= 0
            if self.all_real and known == list(range(known[0], known[0] + len(known))):
                self._first = known[0]
        if self._first < 0:
            self._index = slots.long() if self.all_real else real(slots)

    def read(self, pool: Tensor) -> Tensor:
        """Rows, shape (S, ...) of (slots, ...); float32 ones may be changed in place."""
        if self._first >= 0:
            return pool.narrow(0, self._first, len(self._slots))
        return pool.index_select(0, self._index)

    def write(self, pool: Tensor, rows: Tensor) -> None:
        """Put back rows, shape (S, ...)."""
        if self._first >= 0:
            here = pool.narrow(0, self._first, len(self._slots))
            if here.data_ptr() != rows.data_ptr() or here.dtype != rows.dtype:
                here.copy_(rows)
            return
        if not self.all_real:
            rows = unless_empty(rows, pool.index_select(0, self._index), self._slots)
        pool.index_copy_(0, self._index, rows.to(pool.dtype))
