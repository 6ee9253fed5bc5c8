"""Mamba-2's scan over packed sequences, in chunks and by groups of heads: the plain twin.

Within a chunk the scan is a masked product of C, B and x, as in attention; between chunks one
state is carried. C times B is computed once for a group, not for each of its heads. Chunks are
taken one after another, so that what is made of one fits a processor's cache.

Legend: T tokens, S sequences, H heads, P head size, G groups, N state size; M chunks of Q tokens,
R of them at once.

Source: Dao and Gu, Transformers are SSMs (2024), section 6.
"""

from __future__ import annotations

import torch
from torch import Tensor

from policies.planning.hybrid.layers.chunks import Chunks
from policies.planning.hybrid.layers.norms import wide
from policies.planning.hybrid.layers.scan_inputs import ScanInputs

# On a processor larger chunks only leave its cache.
LARGEST = 64
# Logarithm of a decay that leaves nothing in float32 (1e-26); smaller ones would make numbers
# below its normal range, with which processors compute a hundred times more slowly.
FORGOTTEN = -60.0


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
    x, dt, chunks = inputs.x, wide(inputs.dt), Chunks(lengths, min(chunk, LARGEST))
    log_decay = chunks.split((dt * wide(inputs.a)).double()).cumsum(1)  # (M, Q, H)
    cut = [chunks.split(part) for part in (x, dt, inputs.b, inputs.c)]
    state, skip, columns = _sorted(wide(initial), chunks), wide(inputs.d)[:, None], chunks.columns
    rows: list[Tensor] = []
    ended: list[Tensor] = []
    first = 0
    for many, next_many in zip(columns, [*columns[1:], 0], strict=True):
        here = slice(first, first + many)
        parts = [wide(part[here]) for part in cut]
        y, state = _chunk(parts, log_decay[here], state)
        rows.append(y.addcmul_(skip, parts[0]).to(x.dtype))
        ended.append(state[next_many:])
        state, first = state[:next_many], first + many
    return chunks.join(_joined(rows)), _unsorted(_joined(ended[::-1]), chunks)


def _chunk(parts: list[Tensor], log_decay: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
    """One chunk of R sequences.

    Args:
        parts: x (R, Q, H, P), dt (R, Q, H), B and C (R, Q, G, N).
        log_decay: Summed from the chunk's first token, float64, shape (R, Q, H).
        state: Before it, shape (R, H, P, N).

    Returns:
        y (R, Q, H, P) without the skip, and the state after it.
    """
    x, dt, b, c = parts
    (r, q, heads, _), groups = x.shape, b.shape[2]
    by_head = log_decay.transpose(1, 2).contiguous()  # (R, H, Q)
    scaled, by_group = x * dt[..., None], c.transpose(1, 2)  # C: (R, G, Q, N)
    inner = _mix(by_group, b.transpose(1, 2), by_head) @ scaled.transpose(1, 2)  # (R, H, Q, P)
    states = state.view(r, groups, -1, state.shape[-1])  # (R, G, H/G P, N)
    given = (by_group @ states.transpose(-1, -2)).unflatten(-1, (heads // groups, -1))
    reached = _decay(by_head, x.dtype).view(r, groups, -1, q, 1)
    # (R, G, H/G, Q, P): nothing is copied to stand as it is read.
    inner.unflatten(1, (groups, -1)).addcmul_(given.transpose(2, 3), reached)
    y = inner.transpose(1, 2)
    left = _decay(log_decay[:, -1:] - log_decay, x.dtype)  # (R, Q, H)
    rows = (scaled * left[..., None]).view(r, q, groups, -1).permute(0, 2, 3, 1)
    added = (rows @ b.transpose(1, 2)).view(state.shape)
    kept = _decay(log_decay[:, -1], x.dtype)[..., None, None]
    return y, added.addcmul_(state, kept)


def _mix(c: Tensor, b: Tensor, by_head: Tensor) -> Tensor:
    """How much of each token reaches each later one, shape (R, H, Q, Q).

    Args:
        c: Shape (R, G, Q, N).
        b: Shape (R, G, Q, N).
        by_head: Logarithms of decay, shape (R, H, Q).
    """
    score = (c @ b.transpose(-1, -2)).tril()  # (R, G, Q, Q)
    # Sums over a chunk are large, what is left of them small: each is taken as two numbers.
    high = by_head.to(score.dtype)
    low = (by_head - high).to(score.dtype)
    gap = high[..., :, None] - high[..., None, :]
    gap.add_(low[..., :, None] - low[..., None, :])
    # Above the diagonal, where nothing is seen, they are positive and would overflow.
    decay: Tensor = gap.clamp_(FORGOTTEN, 0.0).exp_().unflatten(1, (score.shape[1], -1))
    by_score = score[:, :, None]
    # In place where nobody asks for gradients, which need what stood there.
    mixed = decay * by_score if torch.is_grad_enabled() else decay.mul_(by_score)
    return mixed.flatten(1, 2)


def _decay(log_decay: Tensor, dtype: torch.dtype) -> Tensor:
    return log_decay.clamp_min(FORGOTTEN).exp().to(dtype)


def _sorted(states: Tensor, chunks: Chunks) -> Tensor:
    """States in the order of columns, shape (S, H, P, N)."""
    if len(chunks.lengths) == 1:
        return states.contiguous()
    return states.index_select(0, torch.tensor(chunks.order, device=states.device))


def _unsorted(states: Tensor, chunks: Chunks) -> Tensor:
    """States in the order of sequences, shape (S, H, P, N)."""
    if len(chunks.lengths) == 1:
        return states
    back = torch.tensor(chunks.order, device=states.device).argsort()
    return states.index_select(0, back)


def _joined(parts: list[Tensor]) -> Tensor:
    return parts[0] if len(parts) == 1 else torch.cat(parts)
