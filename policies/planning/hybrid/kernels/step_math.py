"""What one step of Mamba-2 computes of single numbers, inside a kernel."""

from __future__ import annotations

import triton
import triton.language as tl

# Bits of a float32's fraction that float16 does not have; its smallest normal number and its
# largest one.
DROPPED = tl.constexpr((1 << 13) - 1)
SMALLEST, LARGEST = tl.constexpr(2.0**-14), tl.constexpr(65504.0)


@triton.jit
def softplus(x: tl.tensor) -> tl.tensor:
    """Exact also where exp(x) is far below one: log(1 + e) = 2 artanh(e / (2 + e))."""
    e = tl.exp(-tl.abs(x))
    s = e / (2.0 + e)
    t = s * s
    series = 1.0 / 13.0 + t * (1.0 / 15.0 + t / 17.0)
    series = 1.0 / 7.0 + t * (1.0 / 9.0 + t * (1.0 / 11.0 + t * series))
    series = 1.0 + t * (1.0 / 3.0 + t * (1.0 / 5.0 + t * series))
    return tl.maximum(x, 0.0) + 2.0 * s * series


@triton.jit
def convolved(
    row: tl.tensor,
    window: tl.tensor,
    weight: tl.tensor,
    bias: tl.tensor,
    channel: tl.tensor,
    mask: tl.tensor,
    taps: tl.constexpr,
) -> tl.tensor:
    """Channels of the newest output of the convolution, after SiLU, rounded as they are kept."""
    newest = tl.load(row + channel, mask=mask, other=0.0)
    kept: tl.constexpr = window.dtype.element_ty
    total = tl.load(bias + channel, mask=mask, other=0.0).to(tl.float32)
    for tap in tl.static_range(taps - 1):
        held = tl.load(window + channel * (taps - 1) + tap, mask=mask, other=0.0)
        factor = tl.load(weight + channel * taps + tap, mask=mask, other=0.0)
        total += held.to(tl.float32) * factor.to(tl.float32)
    factor = tl.load(weight + channel * taps + taps - 1, mask=mask, other=0.0)
    total += newest.to(kept).to(tl.float32) * factor.to(tl.float32)
    return (total * tl.sigmoid(total)).to(newest.dtype).to(tl.float32)


@triton.jit
def mixed(bits: tl.tensor) -> tl.tensor:
    """Numbers of 32 bits, each bit of which depends on all of the given; see `layers.rounding`."""
    bits = (bits ^ (bits >> 16)) * 0x85EBCA6B
    bits = (bits ^ (bits >> 13)) * 0xC2B2AE35
    return bits ^ (bits >> 16)


@triton.jit
def rounded(state: tl.tensor, place: tl.tensor, number: tl.tensor) -> tl.tensor:
    """Float16, up or down by chance; to nearest below its normal range and beyond its largest."""
    noise = mixed(mixed(place.to(tl.uint32)) + number.to(tl.uint32))
    bits = (
        state.to(tl.int32, bitcast=True) + (noise.to(tl.int32, bitcast=True) & DROPPED)
    ) & ~DROPPED
    size = tl.abs(state)
    by_chance = (size >= SMALLEST) & (size < LARGEST)
    return tl.where(by_chance, bits.to(tl.float32, bitcast=True), state).to(tl.float16)
