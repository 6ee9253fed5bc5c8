"""Rounding to float16 up or down by chance, so that small changes of a state are not lost.

Source: Gupta et al., Deep Learning with Limited Numerical Precision (2015), section 3.
"""

from __future__ import annotations

import torch
from torch import Tensor

# Bits of a float32's fraction that float16 does not have.
_DROPPED = 13


def stochastic_half(x: Tensor, generator: torch.Generator | None) -> Tensor:
    """Round to float16; the mean over draws is x.

    Args:
        x: float32, any shape.
        generator: Draws the noise; None: round to nearest.
    """
    if generator is None:
        return x.half()
    noise = torch.randint(
        1 << _DROPPED, x.shape, generator=generator, device=x.device, dtype=torch.int32
    )
    # Noise below the last kept bit carries into it as often as what is dropped weighs.
    bits = (x.contiguous().view(torch.int32) + noise) & -(1 << _DROPPED)
    exact = bits.view(torch.float32)
    # Below the normal range of float16 its bits are spaced otherwise: round to nearest there.
    # Beyond its range there is no float16 to round to: infinity, as any cast gives.
    normal = (x.abs() >= torch.finfo(torch.float16).smallest_normal) & x.isfinite()
    return torch.where(normal, exact, x).half()
