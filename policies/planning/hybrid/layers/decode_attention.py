"""One query of each sequence over its pages of keys and values: the plain twin.

Legend: S sequences, Q heads of queries, V heads of keys and values, A head size.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def decode_attention(
    q: Tensor, kv: Tensor, page_table: Tensor, slots: Tensor, lengths: Tensor
) -> Tensor:
    """Attend to everything that a slot has taken in, the new token among it.

    Args:
        q: Shape (S, Q, A).
        kv: Shape (2, pages, page_size, V, A).
        page_table: Shape (slots, max_pages); entries beyond a slot's tokens may be anything.
        slots: Shape (S,); -1 gives something finite.
        lengths: Tokens of each, the new one among them, shape (S,).

    Returns:
        Shape (S, Q, A).
    """
    pages, size, kv_heads = kv.shape[1:4]
    # Where looking at numbers costs nothing, only pages that are in use are read.
    seen_here = lengths.device.type == "cpu" and not torch.compiler.is_compiling()
    many = -(-int(lengths.max()) // size) if seen_here else page_table.shape[1]
    table = page_table.index_select(0, slots.clamp_min(0).long())[:, : max(many, 1)]
    held = kv.index_select(1, table.flatten().long().clamp(0, pages - 1))
    held = held.view(2, len(q), -1, *kv.shape[3:]).transpose(2, 3)  # (2, S, V, tokens, A)
    last = lengths.clamp_min(1)[:, None]
    seen = torch.arange(held.shape[3], device=q.device) < last  # (S, tokens)
    # What is not seen may be anything, and no number masked is still no number.
    held = held.to(q.dtype).masked_fill(~seen[:, None, :, None], 0.0)
    queries = q.unflatten(1, (kv_heads, -1))  # the queries of one head of keys are its rows
    mask = seen[:, None, None, :].expand(-1, kv_heads, queries.shape[2], -1)
    out = functional.scaled_dot_product_attention(queries, held[0], held[1], attn_mask=mask)
    return out.flatten(1, 2)
