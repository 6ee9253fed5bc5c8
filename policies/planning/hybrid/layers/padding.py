"""Rows that fill a bucket of a recorded graph.

They repeat the first row to the bit, so that writing them twice changes nothing, and nothing has
to wait for the device to find out which rows are real.

Legend: S sequences.
"""

from __future__ import annotations

import torch
from torch import Tensor


def real(slots: Tensor) -> Tensor:
    """Slots as indices, shape (S,), int64; a filling row has the slot of the first."""
    return torch.where(slots >= 0, slots, slots[0].clamp_min(0)).long()


def repeated(x: Tensor, slots: Tensor) -> Tensor:
    """Rows of x, shape (S, ...); a filling row has those of the first."""
    shape = (-1,) + (1,) * (x.dim() - 1)
    return torch.where((slots >= 0).view(shape), x, x[:1])


def unless_empty(new: Tensor, old: Tensor, slots: Tensor) -> Tensor:
    """What is to be written; where no row is real, what is there already."""
    return torch.where(slots[0] >= 0, new, old)
