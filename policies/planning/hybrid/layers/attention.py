"""Attention with grouped queries over packed sequences, with or without positions.

Legend: T tokens, S sequences, D width, Q heads of queries, V heads of keys, A head size.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from policies.planning.hybrid.batch import Batch
from policies.planning.hybrid.config import HybridConfig
from policies.planning.hybrid.kernels import choose
from policies.planning.hybrid.layers.chunks import side_by_side
from policies.planning.hybrid.layers.norms import RmsNorm
from policies.planning.hybrid.layers.paging import held_by, write_pages
from policies.planning.hybrid.layers.rotary import rotate
from policies.planning.hybrid.layers.state import LayerState

# Pairs of a query and a key for which a mask is held at once: a long context in large pieces would
# fill memory with masks.
MASK = 1 << 26


class AttentionMixer(nn.Module):
    """A `*` block's mixer.

    Args:
        config: Sizes.
        dtype: Of the weights.
        device: Of the weights.
    """

    def __init__(
        self, config: HybridConfig, *, dtype: torch.dtype, device: torch.device | None
    ) -> None:
        super().__init__()
        assert config.attention is not None, "checked with the pattern"
        self.sizes = sizes = config.attention
        width = config.hidden_size
        queries, keys = sizes.heads * sizes.head_dim, sizes.kv_heads * sizes.head_dim
        self.q_proj = nn.Linear(width, queries, bias=False, dtype=dtype, device=device)
        self.k_proj = nn.Linear(width, keys, bias=False, dtype=dtype, device=device)
        self.v_proj = nn.Linear(width, keys, bias=False, dtype=dtype, device=device)
        self.o_proj = nn.Linear(queries, width, bias=False, dtype=dtype, device=device)
        self.q_norm = self.k_norm = None
        if sizes.qk_norm:
            self.q_norm = RmsNorm(sizes.head_dim, config.norm_eps, dtype=dtype, device=device)
            self.k_norm = RmsNorm(sizes.head_dim, config.norm_eps, dtype=dtype, device=device)

    def forward(self, x: Tensor, batch: Batch, state: LayerState | None) -> Tensor:
        """Attend along each sequence, shape (T, D) to the same; keys and values are kept."""
        q, k, v = self._projected(x, batch)
        if state is None:
            mixed = _each(q, k, v, batch)
        else:
            assert state.kv is not None, "a pool has pages for every attention block"
            assert state.page_table is not None, "a pool has pages for every attention block"
            write_pages(state.kv, state.page_table, batch, k, v)
            if batch.is_decode:
                attend = choose.decode_attention(x.device)
                lengths = batch.context + 1
                mixed = attend(q, state.kv, state.page_table, batch.slots, lengths)
            else:
                mixed = _over_pages(q, state, batch)
        out: Tensor = self.o_proj(mixed.flatten(1))
        return out

    def _projected(self, x: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Queries (T, Q, A), keys and values (T, V, A)."""
        size = self.sizes.head_dim
        q, k, v = (f(x).unflatten(-1, (-1, size)) for f in (self.q_proj, self.k_proj, self.v_proj))
        if self.q_norm is not None and self.k_norm is not None:
            q, k = self.q_norm(q), self.k_norm(k)
        if self.sizes.rope_theta is not None:
            positions = batch.positions()
            q = rotate(q, positions, self.sizes.rope_theta)
            k = rotate(k, positions, self.sizes.rope_theta)
        return q, k, v


def _each(q: Tensor, k: Tensor, v: Tensor, batch: Batch) -> Tensor:
    """Every sequence by itself, nothing before it, shape (T, Q, A)."""
    rows = side_by_side(batch.lengths)
    if rows is not None:
        # Rows are filled at their ends, which no token before them sees.
        q, k, v = (rows.split(x).transpose(1, 2) for x in (q, k, v))
        mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        return rows.join(mixed.transpose(1, 2))
    lengths = batch.lengths
    parts = zip(q.split(lengths), k.split(lengths), v.split(lengths), strict=True)
    return torch.cat([causal(*part) for part in parts])


def _over_pages(q: Tensor, state: LayerState, batch: Batch) -> Tensor:
    """Every sequence over all that its slot holds, shape (T, Q, A)."""
    assert state.kv is not None, "a pool has pages for every attention block"
    assert state.page_table is not None, "a pool has pages for every attention block"
    made: list[Tensor] = []
    for place, queries in enumerate(q.split(batch.lengths)):
        total = batch.context_lengths[place] + batch.lengths[place]
        slot = batch.slots[place : place + 1]
        keys, values = held_by(state.kv, state.page_table, slot, total)
        made.append(causal(queries, keys.to(q.dtype), values.to(q.dtype)))
    return torch.cat(made)


def causal(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Attention of one sequence whose newest tokens are asked.

    Args:
        q: Of the newest L tokens, shape (L, Q, A).
        k: Of all M tokens, shape (M, V, A).
        v: Shape (M, V, A).

    Returns:
        Shape (L, Q, A).
    """
    asked, held = q.shape[0], k.shape[0]
    most = max(MASK // held, 1)
    if held > asked > most:
        parts = []
        for first in range(0, asked, most):
            end = held - asked + min(first + most, asked)
            parts.append(causal(q[first : first + most], k[:end], v[:end]))
        return torch.cat(parts)
    mask = None
    if held > asked > 1:
        every = torch.ones(asked, held, dtype=torch.bool, device=q.device)
        mask = every.tril(held - asked)
    queries, keys, values = (x.transpose(0, 1)[None] for x in (q, k, v))
    out = functional.scaled_dot_product_attention(
        queries,
        keys,
        values,
        attn_mask=mask,
        is_causal=mask is None and asked > 1,
        enable_gqa=True,
    )
    return out[0].transpose(0, 1)
