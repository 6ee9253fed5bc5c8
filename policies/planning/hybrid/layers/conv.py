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
    taps = weight.shape[1]
    pieces = x.split(lengths)
    rows = [
        part
        for before, piece in zip(initial, pieces, strict=True)
        for part in (before.t().to(x.dtype), piece)
    ]
    extended = torch.cat(rows)
    total, weights = extended.shape[0] - taps + 1, wide(weight)
    inputs = wide(extended)
    out = wide(bias) + inputs[:total] * weights[:, 0]
    for tap in range(1, taps):
        out = out + inputs[tap : tap + total] * weights[:, tap]
    final, kept, first = list[Tensor](), list[Tensor](), 0
    for length in lengths:
        end = first + length
        kept.append(out[first:end])
        final.append(extended[end : end + taps - 1].t())
        first = end + taps - 1
    joined = kept[0] if len(kept) == 1 else torch.cat(kept)
    return functional.silu(joined).to(x.dtype), torch.stack(final)
