"""Rotary positions: pairs of numbers of a head are turned by an angle that grows with place.

Legend: T tokens, A head size.

Source: Su et al., RoFormer (2021); halves, not neighbours, are pairs, as in Qwen3's checkpoints.
"""

from __future__ import annotations

import torch
from torch import Tensor


def rotate(x: Tensor, positions: Tensor, theta: float) -> Tensor:
    """Turn every head.

    Args:
        x: Shape (T, heads, A).
        positions: Shape (T,).
        theta: Base of the wavelengths.

    Returns:
        The same shape and type; angles are computed in float32.
    """
    half = x.shape[-1] // 2
    places = torch.arange(half, device=x.device, dtype=torch.float32)
    wide = torch.promote_types(x.dtype, torch.float32)
    angle = positions[:, None].to(torch.float32) * theta ** (-places / half)
    cos, sin = angle.cos()[:, None].to(wide), angle.sin()[:, None].to(wide)
    first, second = x.to(wide).split(half, -1)
    turned = [first * cos - second * sin, second * cos + first * sin]
    return torch.cat(turned, -1).to(x.dtype)
