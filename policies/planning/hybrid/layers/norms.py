"""Norms by the root of the mean square, computed in float32.

Source: Zhang and Sennrich, Root Mean Square Layer Normalization (2019); Mamba-2's gated norm:
Dao and Gu, Transformers are SSMs (2024), section 7.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


class RmsNorm(nn.Module):
    """Each row is divided by its root mean square and weighted.

    Args:
        width: D, length of a row.
        eps: Added to the mean square.
        dtype: Of the weight.
        device: Of the weight.
    """

    def __init__(
        self, width: int, eps: float, *, dtype: torch.dtype, device: torch.device | None
    ) -> None:
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.empty(width, dtype=dtype, device=device))

    def forward(self, x: Tensor) -> Tensor:
        """Normalise, shape (..., D) to the same; the weight is applied before rounding."""
        normed = functional.rms_norm(wide(x), self.weight.shape, wide(self.weight), self.eps)
        return normed.to(x.dtype)


def gated_group_norm(
    y: Tensor, gate: Tensor, weight: Tensor, *, groups: int, eps: float
) -> Tensor:
    """Gate, then normalise each group of channels by itself.

    Args:
        y: Shape (T, I).
        gate: Shape (T, I).
        weight: Shape (I,).
        groups: How many of equal width.
        eps: Added to the mean square.

    Returns:
        Shape (T, I), in float32 (float64 of float64).
    """
    gated = wide(y) * functional.silu(wide(gate))
    grouped = gated.unflatten(-1, (groups, -1))
    normed = functional.rms_norm(grouped, grouped.shape[-1:], None, eps)
    return normed.flatten(-2) * wide(weight)


def wide(x: Tensor) -> Tensor:
    """At least float32."""
    return x if x.dtype in (torch.float32, torch.float64) else x.float()
