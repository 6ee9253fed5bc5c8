"""A plain MLP with squared ReLU: of `-` blocks, and the expert that every token asks.

Source: So et al., Primer (2021), for the squared ReLU.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Mlp(nn.Module):
    """`down(relu(up(x)) ** 2)`.

    Args:
        width: D.
        inner: Inner width.
        dtype: Of the weights.
        device: Of the weights.
    """

    def __init__(
        self, width: int, inner: int, *, dtype: torch.dtype, device: torch.device | None
    ) -> None:
        super().__init__()
        self.up_proj = nn.Linear(width, inner, bias=False, dtype=dtype, device=device)
        self.down_proj = nn.Linear(inner, width, bias=False, dtype=dtype, device=device)

    def forward(self, x: Tensor) -> Tensor:
        """Map each token by itself, shape (T, D) to the same."""
        up: Tensor = self.up_proj(x)
        out: Tensor = self.down_proj(up.relu().square())
        return out
