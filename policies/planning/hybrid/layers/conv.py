"""The causal convolution before Mamba-2's scan, each channel by itself: the plain twin.

Legend: T tokens, S sequences, C channels, K taps.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

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
    made: list[Tensor] = []
    final: list[Tensor] = []
    for window, piece in zip(initial, torch.split(x, list(lengths)), strict=True):
        before = window.t().to(x.dtype)  # (K - 1, C)
        made.append(_convolved(piece, before, taps, offset))
        kept = before.shape[0]
        final.append(torch.cat([before, piece[-kept:]])[-kept:].t())
    return made[0] if len(made) == 1 else torch.cat(made), torch.stack(final)


def _convolved(x: Tensor, before: Tensor, taps: Tensor, bias: Tensor) -> Tensor:
    """Rows of one sequence, (L, C), after those before it, (K - 1, C); nothing is copied first."""
    inputs, earlier, last = wide(x), wide(before), taps.shape[0] - 1
    out = torch.addcmul(bias, inputs, taps[last])
    for lag in range(1, last + 1):
        out[lag:].addcmul_(inputs[:-lag], taps[last - lag])
        out[:lag].addcmul_(earlier[last - lag :][: len(out)], taps[last - lag])
    return functional.silu(out).to(x.dtype)
