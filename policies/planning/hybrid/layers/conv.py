"""The causal convolution before Mamba-2's scan, each channel by itself: the plain twin.

Legend: T tokens, S sequences, C channels, K taps.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from policies.planning.hybrid.layers.chunks import Chunks, side_by_side
from policies.planning.hybrid.layers.norms import wide


def conv_prefill(
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    *,
    starts: Tensor,
    lengths: tuple[int, ...],
    initial: Tensor,
) -> tuple[Tensor, Tensor]:
    """Convolve packed sequences, then SiLU.

    Args:
        x: Shape (T, C).
        weight: Oldest tap first, shape (C, K).
        bias: Shape (C,).
        starts: Where each sequence begins, shape (S + 1,); unused here.
        lengths: Tokens of each sequence.
        initial: Inputs before each sequence, oldest first, shape (S, C, K - 1).

    Returns:
        Shape (T, C) of x's type, and the newest inputs of each sequence, (S, C, K - 1).
    """
    taps, offset = wide(weight).t().contiguous(), wide(bias)
    rows = side_by_side(lengths)
    if rows is not None:
        return _together(x, initial, taps, offset, rows=rows)
    made: list[Tensor] = []
    final: list[Tensor] = []
    for window, piece in zip(initial, torch.split(x, list(lengths)), strict=True):
        before = window.t().to(x.dtype)  # (K - 1, C)
        made.append(_convolved(piece, before, taps, offset))
        kept = before.shape[0]
        final.append(torch.cat([before, piece[-kept:]])[-kept:].t())
    return made[0] if len(made) == 1 else torch.cat(made), torch.stack(final)


def _together(
    x: Tensor, initial: Tensor, taps: Tensor, bias: Tensor, *, rows: Chunks
) -> tuple[Tensor, Tensor]:
    """All sequences at once, as rows of one length."""
    count = taps.shape[0]
    extended = torch.cat([initial.transpose(1, 2).to(x.dtype), rows.split(x)], 1)
    inputs, length = wide(extended), rows.size
    out = torch.addcmul(bias, inputs[:, :length], taps[0])
    for tap in range(1, count):
        out.addcmul_(inputs[:, tap : tap + length], taps[tap])
    ends = torch.tensor(rows.lengths, device=x.device)[:, None]
    newest = ends + torch.arange(count - 1, device=x.device)  # (S, K - 1)
    final = extended.gather(1, newest[..., None].expand(-1, -1, x.shape[1]))
    return functional.silu(rows.join(out)).to(x.dtype), final.transpose(1, 2)


def _convolved(x: Tensor, before: Tensor, taps: Tensor, bias: Tensor) -> Tensor:
    """Rows of one sequence, (L, C), after those before it, (K - 1, C); nothing is copied first."""
    inputs, earlier, last = wide(x), wide(before), taps.shape[0] - 1
    out = torch.addcmul(bias, inputs, taps[last])
    for lag in range(1, last + 1):
        out[lag:].addcmul_(inputs[:-lag], taps[last - lag])
        out[:lag].addcmul_(earlier[last - lag :][: len(out)], taps[last - lag])
    # In place where nobody asks for gradients, which need what stood there.
    return functional.silu(out, inplace=not torch.is_grad_enabled()).to(x.dtype)
