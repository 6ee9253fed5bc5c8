"""Mamba-2's scan over packed sequences, in chunks and by groups of heads: the plain twin.

Within a chunk the scan is a masked product of C, B and x, as in attention; between chunks one
state is carried. C times B is computed once for a group, not for each of its heads.

Legend: T tokens, S sequences, H heads, P head size, G groups, N state size; M chunks of Q tokens.

Source: Dao and Gu, Transformers are SSMs (2024), section 6.
"""

from __future__ import annotations

import torch
from torch import Tensor

from policies.planning.hybrid.layers.chunks import Chunks
from policies.planning.hybrid.layers.norms import wide
from policies.planning.hybrid.layers.scan_inputs import ScanInputs


def ssd(
    inputs: ScanInputs,
    *,
    starts: Tensor,
    lengths: tuple[int, ...],
    initial: Tensor,
    chunk: int,
) -> tuple[Tensor, Tensor]:
    """Scan each sequence from its own state.

    Args:
        inputs: Of all tokens.
        starts: Where each sequence begins, shape (S + 1,); unused here.
        lengths: Tokens of each sequence.
        initial: States before, shape (S, H, P, N).
        chunk: Q at most.

    Returns:
        y of x's type, shape (T, H, P), and the states after, float32, shape (S, H, P, N).
    """
    x, dt, chunks = wide(inputs.x), wide(inputs.dt), Chunks(lengths, chunk)
    log_decay = chunks.split((dt * wide(inputs.a)).double()).cumsum(1)  # (M, Q, H)
    b, c = chunks.split(wide(inputs.b)), chunks.split(wide(inputs.c))
    y, added = _within(chunks.split(x * dt[..., None]), b, c, log_decay)
    total = log_decay[:, -1].exp().to(x.dtype)
    before, final = _between(added, total, initial=wide(initial), chunks=chunks)
    y = y + _from_before(c, before, log_decay.exp().to(x.dtype))
    return (chunks.join(y) + wide(inputs.d)[:, None] * x).to(inputs.x.dtype), final


def _within(x: Tensor, b: Tensor, c: Tensor, log_decay: Tensor) -> tuple[Tensor, Tensor]:
    """What tokens of a chunk give one another, (M, Q, H, P), and its end, (M, H, P, N)."""
    (m, q, heads, size), groups = x.shape, b.shape[2]
    score = torch.einsum("mign,mjgn->mgij", c, b)
    by_head = log_decay.transpose(1, 2)  # (M, H, Q)
    # Differences are taken in float64: sums over a chunk are large, what is left of them small.
    gap = (by_head[..., :, None] - by_head[..., None, :]).to(x.dtype)
    seen = torch.ones(q, q, dtype=torch.bool, device=x.device).tril()
    decay = gap.masked_fill(~seen, -torch.inf).exp().unflatten(1, (groups, -1))
    mixed = (score[:, :, None] * decay).flatten(1, 2)
    values = x.transpose(1, 2)  # (M, H, Q, P)
    left = (by_head[..., -1:] - by_head).exp().to(x.dtype)  # (M, H, Q)
    rows = (values * left[..., None]).unflatten(1, (groups, -1)).transpose(-1, -2)
    added = rows.reshape(m, groups, -1, q) @ b.transpose(1, 2)  # (M, G, H/G P, N)
    return (mixed @ values).transpose(1, 2), added.reshape(m, heads, size, -1)


def _between(
    added: Tensor, total: Tensor, *, initial: Tensor, chunks: Chunks
) -> tuple[Tensor, Tensor]:
    """Carry states from chunk to chunk: those before each, and the last of each sequence."""
    before, final = list[Tensor](), list[Tensor]()
    for sequence, many in enumerate(chunks.counts):
        state = initial[sequence]
        for _ in range(many):
            place = len(before)
            before.append(state)
            state = total[place, :, None, None] * state + added[place]
        final.append(state)
    return torch.stack(before), torch.stack(final)


def _from_before(c: Tensor, before: Tensor, decay: Tensor) -> Tensor:
    """What the states before a chunk give its tokens, shape (M, Q, H, P)."""
    m, q, groups, _ = c.shape
    states: Tensor = before.unflatten(1, (groups, -1)).flatten(2, 3)  # (M, G, H/G P, N)
    given: Tensor = c.transpose(1, 2) @ states.transpose(-1, -2)  # (M, G, Q, H/G P)
    return given.transpose(1, 2).reshape(m, q, before.shape[1], -1) * decay[..., None]
