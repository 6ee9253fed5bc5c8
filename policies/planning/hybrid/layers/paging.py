"""Keys and values in pages: writing those of new tokens, reading those of one slot.

Legend: T tokens, S sequences, V heads of keys and values, A head size.
"""

from __future__ import annotations

import torch
from torch import Tensor

from policies.planning.hybrid.batch import Batch
from policies.planning.hybrid.layers.padding import real, repeated, unless_empty


def write_pages(kv: Tensor, page_table: Tensor, batch: Batch, k: Tensor, v: Tensor) -> None:
    """Write keys and values of the new tokens where their slots' pages say.

    Args:
        kv: Changed in place, shape (2, pages, page_size, V, A).
        page_table: Shape (slots, max_pages).
        batch: Which tokens of which slots.
        k: Shape (T, V, A).
        v: Shape (T, V, A).
    """
    rows = _bits(_stored(torch.stack([k, v]), kv.dtype))
    flat = _bits(kv).view(2, -1, *kv.shape[3:])
    slots, positions = batch.slots, batch.positions()
    padded = batch.is_decode and _may_be_padded(slots)
    if padded:
        positions, slots = repeated(positions, batch.slots), real(batch.slots)
    elif not batch.is_decode:
        slots = torch.repeat_interleave(slots, batch.starts.diff(), output_size=len(positions))
    size = kv.shape[2]
    index = page_table[slots.long(), positions // size].long() * size + positions % size
    if padded:
        rows = repeated(rows.transpose(0, 1), batch.slots).transpose(0, 1)
        index = unless_empty(index, index.clamp_min(0), batch.slots)
        rows = unless_empty(rows, flat.index_select(1, index), batch.slots)
    flat.index_copy_(1, index, rows)


def _stored(rows: Tensor, dtype: torch.dtype) -> Tensor:
    """In the pages' type; what eight bits cannot hold is the largest that they can."""
    if dtype.itemsize > 1:
        return rows.to(dtype)
    most = torch.finfo(dtype).max
    return rows.clamp(-most, most).to(dtype)


def _bits(x: Tensor) -> Tensor:
    """Floats of eight bits as bytes: they can be moved as such, and not as themselves."""
    return x.view(torch.uint8) if x.dtype.itemsize == 1 else x


def _may_be_padded(slots: Tensor) -> bool:
    """On the host it can be seen; on a device nothing waits for it."""
    if slots.device.type == "cpu" and not torch.compiler.is_compiling():
        return int(slots[-1]) < 0
    return True


def held_by(kv: Tensor, page_table: Tensor, slot: Tensor, total: int) -> tuple[Tensor, Tensor]:
    """Keys and values of one slot in order.

    Args:
        kv: Shape (2, pages, page_size, V, A).
        page_table: Shape (slots, max_pages).
        slot: Which, shape (1,).
        total: Tokens it holds.

    Returns:
        Shape (total, V, A) each.
    """
    many = -(-total // kv.shape[2])
    pages = page_table.index_select(0, slot.long())[0, :many].long()
    keys, values = kv.index_select(1, pages).flatten(1, 2)[:, :total]
    return keys, values
