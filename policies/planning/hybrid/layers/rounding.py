"""Rounding to float16 up or down by chance, so that small changes of a state are not lost.

What decides is a number made of the token's place and of the number's own, so that the same
sequence is rounded alike whoever else is computed beside it, and again when it is played again.

Legend: S sequences.

Source: Gupta et al., Deep Learning with Limited Numerical Precision (2015), section 3; Appleby,
MurmurHash3 (2011), for the mixing of 32 bits.
"""

from __future__ import annotations

import torch
from torch import Tensor

# Bits of a float32's fraction that float16 does not have.
_DROPPED = 13
# The constants of the source, as signed numbers of 32 bits.
_FIRST, _SECOND = 0x85EBCA6B - (1 << 32), 0xC2B2AE35 - (1 << 32)


def stochastic_half(x: Tensor, places: Tensor | None) -> Tensor:
    """Round to float16; the mean over places is x.

    Args:
        x: float32, shape (S, ...).
        places: Tokens that led to each, shape (S,); None: round to nearest.
    """
    if places is None:
        return x.half()
    # Noise below the last kept bit carries into it as often as what is dropped weighs.
    noise = _noise(places, x[0].numel()).view(x.shape)
    bits = (x.contiguous().view(torch.int32) + noise) & -(1 << _DROPPED)
    exact = bits.view(torch.float32)
    # Below the normal range of float16 its bits are spaced otherwise: round to nearest there.
    # Beyond its largest number there is none to round up to.
    half, size = torch.finfo(torch.float16), x.abs()
    return torch.where((size >= half.smallest_normal) & (size < half.max), exact, x).half()


def _noise(places: Tensor, count: int) -> Tensor:
    """Numbers of 13 bits, shape (S, count)."""
    numbers = torch.arange(count, dtype=torch.int32, device=places.device)
    return _mixed(_mixed(places.int())[:, None] + numbers) & ((1 << _DROPPED) - 1)


def _mixed(bits: Tensor) -> Tensor:
    bits = (bits ^ _shifted(bits, 16)) * _FIRST
    bits = (bits ^ _shifted(bits, 13)) * _SECOND
    return bits ^ _shifted(bits, 16)


def _shifted(bits: Tensor, by: int) -> Tensor:
    """To the right, filled with zeros."""
    return (bits >> by) & ((1 << (32 - by)) - 1)
